"""The messages that say what a file is, who wrote it and what happened."""

from uploads.readers.fit.profile.kind import kind

FILE_ID = kind(
    "file_id",
    0,
    """
    0 type; 1 manufacturer; 2 product; 3 serial_number; 4 time_created; 5 number; 8 product_name
    """,
)

ACTIVITY = kind(
    "activity",
    34,
    """
    253 timestamp; 0 total_timer_time s 1000; 1 num_sessions; 2 type; 3 event; 4 event_type; 5 local_timestamp;
    6 event_group
    """,
)

SPORT = kind(
    "sport",
    12,
    """
    0 sport; 1 sub_sport; 3 name
    """,
)

DEVICE_INFO = kind(
    "device_info",
    23,
    """
    253 timestamp s; 0 device_index; 1 device_type; 2 manufacturer; 3 serial_number; 4 product;
    5 software_version - 100; 6 hardware_version; 7 cum_operating_time s; 10 battery_voltage V 256;
    11 battery_status; 18 sensor_position; 19 descriptor; 20 ant_transmission_type; 21 ant_device_number;
    22 ant_network; 25 source_type; 27 product_name; 32 battery_level %
    """,
)

DEVICE_SETTINGS = kind(
    "device_settings",
    2,
    """
    0 active_time_zone; 1 utc_offset; 2 time_offset s; 4 time_mode; 5 time_zone_offset hr 4; 12 backlight_mode;
    36 activity_tracker_enabled; 39 clock_time; 40 pages_enabled; 46 move_alert_enabled; 47 date_mode;
    55 display_orientation; 56 mounting_side; 57 default_page; 58 autosync_min_steps steps;
    59 autosync_min_time minutes; 80 lactate_threshold_autodetect_enabled; 86 ble_auto_upload_enabled;
    89 auto_sync_frequency; 90 auto_activity_detect; 94 number_of_screens;
    95 smart_notification_display_orientation; 134 tap_interface; 174 tap_sensitivity
    """,
)

EVENT = kind(
    "event",
    21,
    """
    253 timestamp s; 0 event; 1 event_type; 2 data16; 3 data; 4 event_group; 7 score; 8 opponent_score;
    9 front_gear_num; 10 front_gear; 11 rear_gear_num; 12 rear_gear; 13 device_index; 14 activity_type;
    15 start_timestamp s; 21 radar_threat_level_max; 22 radar_threat_count;
    23 radar_threat_avg_approach_speed m/s 10; 24 radar_threat_max_approach_speed m/s 10
    """,
)

TIMESTAMP_CORRELATION = kind(
    "timestamp_correlation",
    162,
    """
    253 timestamp s; 0 fractional_timestamp s 32768; 1 system_timestamp s; 2 fractional_system_timestamp s 32768;
    3 local_timestamp s; 4 timestamp_ms ms; 5 system_timestamp_ms ms
    """,
)

THREE_D_SENSOR_CALIBRATION = kind(
    "three_d_sensor_calibration",
    167,
    """
    253 timestamp s; 0 sensor_type; 1 calibration_factor; 2 calibration_divisor counts; 3 level_shift; 4 offset_cal;
    5 orientation_matrix - 65535
    """,
)

DEVELOPER_DATA_ID = kind(
    "developer_data_id",
    207,
    """
    0 developer_id; 1 application_id; 2 manufacturer_id; 3 developer_data_index; 4 application_version
    """,
)

FIELD_DESCRIPTION = kind(
    "field_description",
    206,
    """
    0 developer_data_index; 1 field_definition_number; 2 fit_base_type_id; 3 field_name; 4 array; 5 components;
    6 scale; 7 offset; 8 units; 9 bits; 10 accumulate; 13 fit_base_unit_id; 14 native_mesg_num; 15 native_field_num
    """,
)

"""The messages that come all the time: records, heart beats, inertial sensors."""

from uploads.readers.fit.profile.kind import kind

RECORD = kind(
    "record",
    20,
    """
    253 timestamp s; 0 position_lat semicircles; 1 position_long semicircles; 2 altitude m 5 500; 3 heart_rate bpm;
    4 cadence rpm; 5 distance m 100; 6 speed m/s 1000; 7 power watts; 8 compressed_speed_distance; 9 grade % 100;
    10 resistance; 11 time_from_course s 1000; 12 cycle_length m 100; 13 temperature C; 17 speed_1s m/s 16;
    18 cycles cycles; 19 total_cycles cycles; 28 compressed_accumulated_power watts; 29 accumulated_power watts;
    30 left_right_balance; 31 gps_accuracy m; 32 vertical_speed m/s 1000; 33 calories kcal;
    39 vertical_oscillation mm 10; 40 stance_time_percent percent 100; 41 stance_time ms 10; 42 activity_type;
    43 left_torque_effectiveness percent 2; 44 right_torque_effectiveness percent 2;
    45 left_pedal_smoothness percent 2; 46 right_pedal_smoothness percent 2; 47 combined_pedal_smoothness percent 2;
    48 time128 s 128; 49 stroke_type; 50 zone; 51 ball_speed m/s 100; 52 cadence256 rpm 256;
    53 fractional_cadence rpm 128; 54 total_hemoglobin_conc g/dL 100; 55 total_hemoglobin_conc_min g/dL 100;
    56 total_hemoglobin_conc_max g/dL 100; 57 saturated_hemoglobin_percent % 10;
    58 saturated_hemoglobin_percent_min % 10; 59 saturated_hemoglobin_percent_max % 10; 62 device_index;
    67 left_pco mm; 68 right_pco mm; 69 left_power_phase degrees 0.7111111;
    70 left_power_phase_peak degrees 0.7111111; 71 right_power_phase degrees 0.7111111;
    72 right_power_phase_peak degrees 0.7111111; 73 enhanced_speed m/s 1000; 78 enhanced_altitude m 5 500;
    81 battery_soc percent 2; 82 motor_power watts; 83 vertical_ratio percent 100;
    84 stance_time_balance percent 100; 85 step_length mm 10; 87 cycle_length16 m 100; 91 absolute_pressure Pa;
    92 depth m 1000; 93 next_stop_depth m 1000; 94 next_stop_time s; 95 time_to_surface s; 96 ndl_time s;
    97 cns_load percent; 98 n2_load percent; 99 respiration_rate breaths/min;
    108 enhanced_respiration_rate breaths/min 100; 114 grit; 115 flow; 116 current_stress - 100;
    117 ebike_travel_range km; 118 ebike_battery_level percent; 119 ebike_assist_mode;
    120 ebike_assist_level_percent percent; 123 air_time_remaining s; 124 pressure_sac bar/min 100;
    125 volume_sac L/min 100; 126 rmv L/min 100; 127 ascent_rate m/s 1000; 129 po2 percent 100;
    139 core_temperature C 100
    """,
)

HRV = kind(
    "hrv",
    78,
    """
    0 time s 1000
    """,
)

ACCELEROMETER_DATA = kind(
    "accelerometer_data",
    165,
    """
    253 timestamp s; 0 timestamp_ms ms; 1 sample_time_offset ms; 2 accel_x counts; 3 accel_y counts;
    4 accel_z counts; 5 calibrated_accel_x g; 6 calibrated_accel_y g; 7 calibrated_accel_z g;
    8 compressed_calibrated_accel_x mG; 9 compressed_calibrated_accel_y mG; 10 compressed_calibrated_accel_z mG
    """,
)

GYROSCOPE_DATA = kind(
    "gyroscope_data",
    164,
    """
    253 timestamp s; 0 timestamp_ms ms; 1 sample_time_offset ms; 2 gyro_x counts; 3 gyro_y counts; 4 gyro_z counts;
    5 calibrated_gyro_x deg/s; 6 calibrated_gyro_y deg/s; 7 calibrated_gyro_z deg/s
    """,
)

MAGNETOMETER_DATA = kind(
    "magnetometer_data",
    208,
    """
    253 timestamp s; 0 timestamp_ms ms; 1 sample_time_offset ms; 2 mag_x counts; 3 mag_y counts; 4 mag_z counts;
    5 calibrated_mag_x G; 6 calibrated_mag_y G; 7 calibrated_mag_z G
    """,
)

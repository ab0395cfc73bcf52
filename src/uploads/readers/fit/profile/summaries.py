"""The messages that sum up: session and lap."""

from uploads.readers.fit.profile.kind import kind

SESSION = kind(
    "session",
    18,
    """
    253 timestamp s; 0 event; 1 event_type; 2 start_time; 3 start_position_lat semicircles;
    4 start_position_long semicircles; 5 sport; 6 sub_sport; 7 total_elapsed_time s 1000; 8 total_timer_time s 1000;
    9 total_distance m 100; 10 total_cycles cycles; 11 total_calories kcal; 13 total_fat_calories kcal;
    14 avg_speed m/s 1000; 15 max_speed m/s 1000; 16 avg_heart_rate bpm; 17 max_heart_rate bpm; 18 avg_cadence rpm;
    19 max_cadence rpm; 20 avg_power watts; 21 max_power watts; 22 total_ascent m; 23 total_descent m;
    24 total_training_effect - 10; 25 first_lap_index; 26 num_laps; 27 event_group; 28 trigger;
    29 nec_lat semicircles; 30 nec_long semicircles; 31 swc_lat semicircles; 32 swc_long semicircles;
    33 num_lengths lengths; 34 normalized_power watts; 35 training_stress_score tss 10; 36 intensity_factor if 1000;
    37 left_right_balance; 38 end_position_lat semicircles; 39 end_position_long semicircles;
    41 avg_stroke_count strokes/lap 10; 42 avg_stroke_distance m 100; 43 swim_stroke swim_stroke;
    44 pool_length m 100; 45 threshold_power watts; 46 pool_length_unit; 47 num_active_lengths lengths;
    48 total_work J; 49 avg_altitude m 5 500; 50 max_altitude m 5 500; 51 gps_accuracy m; 52 avg_grade % 100;
    53 avg_pos_grade % 100; 54 avg_neg_grade % 100; 55 max_pos_grade % 100; 56 max_neg_grade % 100;
    57 avg_temperature C; 58 max_temperature C; 59 total_moving_time s 1000; 60 avg_pos_vertical_speed m/s 1000;
    61 avg_neg_vertical_speed m/s 1000; 62 max_pos_vertical_speed m/s 1000; 63 max_neg_vertical_speed m/s 1000;
    64 min_heart_rate bpm; 65 time_in_hr_zone s 1000; 66 time_in_speed_zone s 1000; 67 time_in_cadence_zone s 1000;
    68 time_in_power_zone s 1000; 69 avg_lap_time s 1000; 70 best_lap_index; 71 min_altitude m 5 500;
    78 active_time s 1000; 79 avg_strokes_per_length strokes/length 10; 80 avg_swolf; 82 player_score;
    83 opponent_score; 84 opponent_name; 85 stroke_count counts; 86 zone_count counts; 87 max_ball_speed m/s 100;
    88 avg_ball_speed m/s 100; 89 avg_vertical_oscillation mm 10; 90 avg_stance_time_percent percent 100;
    91 avg_stance_time ms 10; 92 avg_fractional_cadence rpm 128; 93 max_fractional_cadence rpm 128;
    94 total_fractional_cycles cycles 128; 95 avg_total_hemoglobin_conc g/dL 100;
    96 min_total_hemoglobin_conc g/dL 100; 97 max_total_hemoglobin_conc g/dL 100;
    98 avg_saturated_hemoglobin_percent % 10; 99 min_saturated_hemoglobin_percent % 10;
    100 max_saturated_hemoglobin_percent % 10; 101 avg_left_torque_effectiveness percent 2;
    102 avg_right_torque_effectiveness percent 2; 103 avg_left_pedal_smoothness percent 2;
    104 avg_right_pedal_smoothness percent 2; 105 avg_combined_pedal_smoothness percent 2; 106 num_segment_laps;
    107 front_gear_shift_count; 108 rear_gear_shift_count; 110 sport_profile_name; 111 sport_index;
    112 time_standing s 1000; 113 stand_count; 114 avg_left_pco mm; 115 avg_right_pco mm;
    116 avg_left_power_phase degrees 0.7111111; 117 avg_left_power_phase_peak degrees 0.7111111;
    118 avg_right_power_phase degrees 0.7111111; 119 avg_right_power_phase_peak degrees 0.7111111;
    120 avg_power_position watts; 121 max_power_position watts; 122 avg_cadence_position rpm;
    123 max_cadence_position rpm; 124 enhanced_avg_speed m/s 1000; 125 enhanced_max_speed m/s 1000;
    126 enhanced_avg_altitude m 5 500; 127 enhanced_min_altitude m 5 500; 128 enhanced_max_altitude m 5 500;
    129 avg_lev_motor_power watts; 130 max_lev_motor_power watts; 131 lev_battery_consumption percent 2;
    132 avg_vertical_ratio percent 100; 133 avg_stance_time_balance percent 100; 134 avg_step_length mm 10;
    137 total_anaerobic_training_effect - 10; 139 avg_vam m/s 1000; 140 avg_depth m 1000; 141 max_depth m 1000;
    142 surface_interval s; 143 start_cns percent; 144 end_cns percent; 145 start_n2 percent; 146 end_n2 percent;
    147 avg_respiration_rate breaths/min; 148 max_respiration_rate breaths/min;
    149 min_respiration_rate breaths/min; 150 min_temperature C; 155 o2_toxicity OTUs; 156 dive_number;
    168 training_load_peak - 65536; 169 enhanced_avg_respiration_rate breaths/min 100;
    170 enhanced_max_respiration_rate breaths/min 100; 180 enhanced_min_respiration_rate breaths/min 100;
    181 total_grit kGrit; 182 total_flow Flow; 183 jump_count; 186 avg_grit kGrit; 187 avg_flow Flow;
    192 workout_feel; 193 workout_rpe; 194 avg_spo2 percent; 195 avg_stress percent; 196 metabolic_calories kcal;
    197 sdrr_hrv mS; 198 rmssd_hrv mS; 199 total_fractional_ascent m 100; 200 total_fractional_descent m 100;
    208 avg_core_temperature C 100; 209 min_core_temperature C 100; 210 max_core_temperature C 100;
    211 avg_grade_adjusted_speed m/s 1000; 254 message_index
    """,
)

LAP = kind(
    "lap",
    19,
    """
    253 timestamp s; 0 event; 1 event_type; 2 start_time; 3 start_position_lat semicircles;
    4 start_position_long semicircles; 5 end_position_lat semicircles; 6 end_position_long semicircles;
    7 total_elapsed_time s 1000; 8 total_timer_time s 1000; 9 total_distance m 100; 10 total_cycles cycles;
    11 total_calories kcal; 12 total_fat_calories kcal; 13 avg_speed m/s 1000; 14 max_speed m/s 1000;
    15 avg_heart_rate bpm; 16 max_heart_rate bpm; 17 avg_cadence rpm; 18 max_cadence rpm; 19 avg_power watts;
    20 max_power watts; 21 total_ascent m; 22 total_descent m; 23 intensity; 24 lap_trigger; 25 sport;
    26 event_group; 27 nec_lat semicircles; 28 nec_long semicircles; 29 swc_lat semicircles;
    30 swc_long semicircles; 32 num_lengths lengths; 33 normalized_power watts; 34 left_right_balance;
    35 first_length_index; 37 avg_stroke_distance m 100; 38 swim_stroke; 39 sub_sport;
    40 num_active_lengths lengths; 41 total_work J; 42 avg_altitude m 5 500; 43 max_altitude m 5 500;
    44 gps_accuracy m; 45 avg_grade % 100; 46 avg_pos_grade % 100; 47 avg_neg_grade % 100; 48 max_pos_grade % 100;
    49 max_neg_grade % 100; 50 avg_temperature C; 51 max_temperature C; 52 total_moving_time s 1000;
    53 avg_pos_vertical_speed m/s 1000; 54 avg_neg_vertical_speed m/s 1000; 55 max_pos_vertical_speed m/s 1000;
    56 max_neg_vertical_speed m/s 1000; 57 time_in_hr_zone s 1000; 58 time_in_speed_zone s 1000;
    59 time_in_cadence_zone s 1000; 60 time_in_power_zone s 1000; 61 repetition_num; 62 min_altitude m 5 500;
    63 min_heart_rate bpm; 70 active_time s 1000; 71 wkt_step_index; 73 avg_swolf; 74 opponent_score;
    75 stroke_count counts; 76 zone_count counts; 77 avg_vertical_oscillation mm 10;
    78 avg_stance_time_percent percent 100; 79 avg_stance_time ms 10; 80 avg_fractional_cadence rpm 128;
    81 max_fractional_cadence rpm 128; 82 total_fractional_cycles cycles 128; 83 player_score;
    84 avg_total_hemoglobin_conc g/dL 100; 85 min_total_hemoglobin_conc g/dL 100;
    86 max_total_hemoglobin_conc g/dL 100; 87 avg_saturated_hemoglobin_percent % 10;
    88 min_saturated_hemoglobin_percent % 10; 89 max_saturated_hemoglobin_percent % 10;
    90 avg_strokes_per_length strokes_/_length 10; 91 avg_left_torque_effectiveness percent 2;
    92 avg_right_torque_effectiveness percent 2; 93 avg_left_pedal_smoothness percent 2;
    94 avg_right_pedal_smoothness percent 2; 95 avg_combined_pedal_smoothness percent 2; 96 front_gear_shift_count;
    97 rear_gear_shift_count; 98 time_standing s 1000; 99 stand_count; 100 avg_left_pco mm; 101 avg_right_pco mm;
    102 avg_left_power_phase degrees 0.7111111; 103 avg_left_power_phase_peak degrees 0.7111111;
    104 avg_right_power_phase degrees 0.7111111; 105 avg_right_power_phase_peak degrees 0.7111111;
    106 avg_power_position watts; 107 max_power_position watts; 108 avg_cadence_position rpm;
    109 max_cadence_position rpm; 110 enhanced_avg_speed m/s 1000; 111 enhanced_max_speed m/s 1000;
    112 enhanced_avg_altitude m 5 500; 113 enhanced_min_altitude m 5 500; 114 enhanced_max_altitude m 5 500;
    115 avg_lev_motor_power watts; 116 max_lev_motor_power watts; 117 lev_battery_consumption percent 2;
    118 avg_vertical_ratio percent 100; 119 avg_stance_time_balance percent 100; 120 avg_step_length mm 10;
    121 avg_vam m/s 1000; 122 avg_depth m 1000; 123 max_depth m 1000; 124 min_temperature C;
    136 enhanced_avg_respiration_rate breaths/min 100; 137 enhanced_max_respiration_rate breaths/min 100;
    147 avg_respiration_rate breaths/min; 148 max_respiration_rate breaths/min; 149 total_grit kGrit;
    150 total_flow Flow; 151 jump_count; 153 avg_grit kGrit; 154 avg_flow Flow; 155 metabolic_calories kcal;
    156 total_fractional_ascent m 100; 157 total_fractional_descent m 100; 158 avg_core_temperature C 100;
    159 min_core_temperature C 100; 160 max_core_temperature C 100; 161 avg_grade_adjusted_speed m/s 1000;
    254 message_index
    """,
)

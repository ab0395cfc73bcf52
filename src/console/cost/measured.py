"""What an upload and a screen take, as the tests measure it: units of capacity in DynamoDB Local, bytes of real files.

``tests/models/test_capacity_of_uploads.py`` and ``tests/console/cost/test_measured.py`` hold these figures against
the running service; the calculator knows no others.
"""

# A recording of 75 minutes and six channels, from createUpload to the activity; among two years of others.
UPLOAD_WRITE_UNITS = 33.0
UPLOAD_READ_UNITS = 7.0
POLL_READ_UNITS = 1.5  # upload(id), once it is done
HOME_READ_UNITS = 3.0  # docs/home.graphql
DETAIL_READ_UNITS = 1.5
SIGN_IN_READ_UNITS = 0.5  # where the environment does not remember the person
NEW_PERSON_WRITE_UNITS = 4.0
COUNT_WRITE_UNITS = 10.0  # a person's month among people of the same age and sex, a run and a walk
COUNT_READ_UNITS = 3.0
COHORTS = 28  # published once a day
COHORT_READ_UNITS = 48.0
COHORT_WRITE_UNITS = 4.0

# The demo athlete's twelve weeks of recordings as FIT files; S3 moves nothing below 131,072 bytes.
RAW_LARGE_SHARE = 0.617
RAW_LARGE_BYTES = 371_000
RAW_SMALL_BYTES = 86_000
RAW_GZIP_BYTES = 62_800  # the same files, had the phone compressed them
DETAIL_LARGE_SHARE = 0.0
DETAIL_BYTES = 54_400  # the series at full resolution

# In the table, index entries and DynamoDB's 100 bytes for each of them and each item included.
ACTIVITY_TABLE_BYTES = 10_848
SUMS_BYTES_A_MONTH = 1_500  # a person's weeks and years
TICKET_BYTES = 310  # for 30 days
PERSON_BYTES = 2_000  # identity, profile, shoes, devices, allowances

HOME_ANSWER_BYTES = 2_330  # compressed, as is the next
DETAIL_ANSWER_BYTES = 17_500  # with the series at 1,024 points
SMALL_ANSWER_BYTES = 500  # at most

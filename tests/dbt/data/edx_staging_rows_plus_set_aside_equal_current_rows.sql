{# Finds staging models of edX that lose or repeat rows, as staging_rows_plus_set_aside_equal_current_rows
   does of Coursera. It matters before any count is trusted. Resolve it in the staging model: its keys must be
   those of the table's primary_key test. #}
{% set tables = [
    'assessment_assessment',
    'assessment_assessmentpart',
    'assessment_criterion',
    'assessment_criterionoption',
    'assessment_peerworkflow',
    'auth_user',
    'auth_userprofile',
    'certificates_generatedcertificate',
    'course_groups_cohortmembership',
    'course_structure',
    'courseware_studentmodule',
    'email_opt_in',
    'forum_contents',
    'grades_persistentcoursegrade',
    'report_anon_ids',
    'report_student_profile_info',
    'student_anonymoususerid',
    'student_courseaccessrole',
    'student_courseenrollment',
    'student_languageproficiency',
    'submissions_score',
    'submissions_studentitem',
    'submissions_submission',
    'teams',
    'teams_membership',
    'tracking_log_events',
    'user_id_map',
    'verify_student_verificationstatus',
    'workflow_assessmentworkflow',
] %}

{{ staging_rows_that_do_not_add_up('edx', tables) }}

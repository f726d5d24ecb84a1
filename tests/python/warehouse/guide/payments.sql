select
    was_payment,
    was_finaid_grant,
    was_group_sponsored,
    met_payment_condition,
    count(*) as n
from coursera.users_courses__certificate_payments
group by was_payment, was_finaid_grant, was_group_sponsored, met_payment_condition

"""coursehouse lands raw MOOC exports in a typed, accounted landing zone and registers them for dbt."""

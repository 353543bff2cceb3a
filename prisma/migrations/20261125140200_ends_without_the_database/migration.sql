-- Two ends that a broker brings about when it cannot ask: by the last end it knew, and by a person at its host.

insert into grant_end_cause (word) values ('database-away'), ('break-glass');

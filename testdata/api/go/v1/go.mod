module example.org/cache

go 1.20

require example.org/clock v1.2.0

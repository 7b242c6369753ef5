module example.org/cache

go 1.21

require example.org/clock v1.3.0

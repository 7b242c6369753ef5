# The compiler.
CC ?= gcc
CFLAGS := -O2 \
	-g
export PATH
export FOO = bar
override X = 1
OUT != pwd
include common.mk /etc/all.mk
-include *.d
# Says hi.
define RECIPE
echo hi
endef
.PHONY: all clean
# Above.
all: $(OBJ) | dir ## builds all
	$(CC) -o $@ $^

clean:; rm -f x
# Compiles.
%.o: %.c
	$(CC) -c $<
a b: c
target: CFLAGS = -g
ifeq ($(X),1)
Y = 2
else
Y = 3
only: ; true
endif
lib::
	x
$(BIN): x
	y

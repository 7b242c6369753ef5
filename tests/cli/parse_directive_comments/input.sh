#!/bin/sh
# Says it.
# shellcheck disable=SC2034
say() {
	echo
}

package a

// F does it.
//
//nolint:errcheck
func F() {}

//go:noinline
func G() {}

// H is it.
//go:generate x
type H int

var A = 1 //nolint:gochecknoglobals
var B = 1 // B counts. //nolint:x

// Package x is.
package x

import (
	"fmt"
	m "github.com/a/b"
	_ "./rel"
)

import "net/http"

// MaxSize is the size. More.
const MaxSize = 1 << 20

// Levels.
const (
	// Debug is low.
	Debug Level = iota
	Info // Info is mid.
	_
	Warn, Err = 5, 6
)

var ErrX = errors.New("x")
var (
	a, B int = 1, 2
	tests = []struct{ name string }{{"x"}}
	f = func() { var z int; type q int }
)

// Level of things.
//
// Deprecated: use Foo.
type Level int

// Opt is an option.
type Opt[T any, K comparable] func(*T) error

type Alias = map[string]int

type (
	// Inner doc.
	Inner struct{}
	Gen[T ~int | ~string] struct {
		io.Reader
		*Inner
		m.List[T]
		// A is.
		A, b T `json:"a"` // trailing
		Nested struct {
			X int
		}
		F func(a int) error
	}
)

// Doer does.
type Doer interface {
	fmt.Stringer
	~int | ~string
	// Do it.
	Do(ctx context.Context, xs ...string) (n int, err error)
	hidden()
}

// New makes.
func New[T any](size int, opts ...Opt[T, int]) (*Gen[T], error) {
	if size > 0 && size < 3 || false {
		for i := range 3 {
			switch i { case 1: case 2: default: }
		}
	}
	type local struct{ x int }
	var v int
	return nil, nil
}

func (g *Gen[T]) Do(
	a, b int, // first
	c string,
) (err error) { return nil }
func (Inner) Val() int { return 1 }
func (l Level) unexported() {}
func asm(x int)

// Pair has two type parameters and a method on both.
type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func (p *Pair[K, V]) Swap() (*Pair[K, V], bool) {
	select {
	case <-done:
	case x := <-more:
		_ = x
	default:
	}
	return p, p != nil
}

func (io *Pair[_, V]) ignored(...string) {}

func Variadic(prefix string, rest ...interface{}) func(int) error {
	defer func() {
		type hidden struct{ a int }
	}()
	return nil
}

type HandlerFunc func(w http.ResponseWriter, r *http.Request)

type Number interface {
	~int64 | ~float64
}

const Typed, Other time.Duration = time.Second, 2 * time.Second

var _ Doer = (*Gen[int])(nil)

func init() {}

func main() {
	const local = 1
	if local > 0 || local < 2 {
	}
}

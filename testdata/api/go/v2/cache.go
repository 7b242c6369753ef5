// Package cache keeps things.
package cache

import "time"

// MaxItems is the limit.
const MaxItems = 200

// Cache holds items.
type Cache struct {
	Items map[string][]byte
	TTL   time.Duration
	Clock func() time.Time
	mu    int
}

// Loader loads.
type Loader interface {
	Load(key string) (string, error)
	Close() error
}

// New makes a cache.
func New[K comparable](ttl time.Duration) *Cache {
	return &Cache{TTL: ttl}
}

// Get reads.
func (c *Cache) Get(key string) (string, bool) {
	value, ok := c.Items[key]
	return string(value), ok
}

// Set writes.
func (c *Cache) Set(key, value string, ttl time.Duration) {
	c.Items[key] = []byte(value)
}

// Walk visits.
func (c *Cache) Walk(limit int, visit func(string)) {
	for key := range c.Items {
		visit(key)
	}
	_ = limit
}

// Weight counts.
func Weight(c *Cache) int {
	n := 0
	for key := range c.Items {
		if len(key) > 3 {
			n += 2
		} else {
			n++
		}
	}
	return n
}

// Merge joins.
//
// Deprecated: use Join.
func Merge(a *Cache, b *Cache) *Cache {
	return a
}

// Join joins many.
func Join(caches ...*Cache) *Cache {
	return caches[0]
}

func hidden(a, b int) int {
	return a + b
}

#include "shape.hpp"

#include <cmath>

namespace shapes {

double distance(const Point &a, const Point &b)
{
	return std::hypot(a.x - b.x, a.y - b.y);
}

} // namespace shapes

#pragma once

#include <string>
#include <vector>

namespace shapes {

class Base {
public:
	virtual ~Base() = default;
	virtual double area() const = 0;
};

class Circle {
public:
	explicit Circle(double radius);
	double area() const;
	float radius() const;
	void scale(double factor, bool about_origin);
	void move_to(int x, int y, int z = 0);
	Circle unit();
	std::string describe(const std::string &prefix) const;
	int sides();

private:
	void invalidate();
	double radius_;
};

struct Point {
	long x;
	int y;
	int z;
};

enum class Colour { red, blue, yellow };

template <typename T, typename Less> T clamp(T value, T low, T high);

double distance(const Point &a, const Point &b);
void draw(const Circle &circle);
[[deprecated("use outline")]] std::vector<Point> hull(
	const std::vector<Point> &points);
std::vector<Point> outline(const std::vector<Point> &points);

using Polygon = std::vector<Point>;

} // namespace shapes

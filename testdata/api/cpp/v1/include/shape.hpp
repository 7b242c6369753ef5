#pragma once

#include <string>
#include <vector>

namespace shapes {

class Base {
public:
	virtual ~Base() = default;
	virtual double area() const = 0;
};

class Circle : public Base {
public:
	explicit Circle(double radius);
	double area() const override;
	double radius() const;
	void scale(double factor);
	void move_to(int x, int y);
	static Circle unit();
	std::string describe(const std::string &prefix = "circle") const;
	int sides() const;

protected:
	void invalidate();

private:
	double radius_;
};

struct Point {
	int x;
	int y;
	int weight;
};

enum class Colour { red, green, blue };

template <typename T> T clamp(T value, T low, T high);

double distance(const Point &a, const Point &b);
void draw(const Circle &circle);
void draw(const Point &point);
std::vector<Point> hull(const std::vector<Point> &points);
Point centre(const std::vector<Point> &points);

using Polygon = std::vector<Point>;

} // namespace shapes

#include <vector>

LIB_BEGIN_NAMESPACE
LIB_BEGIN_EXPORT

template <typename T> concept Small = requires(T t) { t.x; };

LIB_EXPORT template <typename T> struct formatter;
template <> struct formatter<int> {
	LIB_CONSTEXPR void parse() {}
};
template <typename T, LIB_ENABLE_IF(is_small<T>::value)>
LIB_CONSTEXPR auto write(T value) -> T
{
	if (value && value > 3)
		return value;
	for (auto x : list)
		try { go(); } catch (const Error &e) { return x; } catch (...) {}
	return [](int q) { return q ? 1 : 2; }(value);
}
template <typename... T>
LIB_NODISCARD LIB_INLINE auto format(format_string<T...> fmt, T &&...args)
	-> std::string
{
	return {};
}
template <typename T>
using alias_t = typename T::type;
using number = int;
typedef std::vector<int> numbers;
inline constexpr int answer = 42;
static int local_only(int a) { return a; }
LIB_API void exported(std::string_view s = "x", int n = 3);
#define LIB_WRAP(x, ...) (x)

namespace nested {
namespace deeper {
struct in_deeper { void go(); };
}
}

#ifdef LIB_WINDOWS
void platform(wchar_t *path) {
#else
void platform(char *path) {
#endif
}

LIB_END_EXPORT
LIB_END_NAMESPACE

int lib::plain(int &r, const std::vector<int> &v = {}) { return 1; }
template <typename T> void lib::Box<T>::method(int x) const { }
lib::Box::Box(int a) : a_(a), b_{2} { if (a) b_ = 1; }
lib::Box::~Box() {}
bool lib::operator<(const Box &a, const Box &b) { return false; }
auto lib::Box::name() const -> std::string { return R"x(a "quoted" { )x"; }
[[noreturn]] void stop();
int separators = 1'000'000;

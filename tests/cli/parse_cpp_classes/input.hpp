#pragma once
#include <string>
#include "base.hpp"

namespace outer::inner {
inline namespace v1 {

/// A box of things.
/// @tparam T what is in it
template <typename T, int N = 3>
class LIB_API Box final : public Base<T>, private Other {
	int hidden_;

 public:
	using value_type = T;
	enum class State : char { open, shut = 4 };
	struct Nested {
		int y = 3;
		class Deeper;
	};

	Box() = default;
	explicit Box(int a, const char *b = "x") : hidden_(a) {}
	Box(const Box &) = delete;
	LIB_CONSTEXPR Box(Box &&other) noexcept;
	virtual ~Box();
	Box &operator=(const Box &) = default;
	explicit operator bool() const { return true; }
	operator const std::string &() const;
	bool operator==(const Box &other) const noexcept;
	int operator()(int a, int b) { return a + b; }
	T *operator->();
	virtual int pure(int x = 4) = 0;
	int over(int a);
	int over(double a) const;
	template <typename U, typename... Rest>
	auto convert(U &&u, Rest &&...rest, int *p = nullptr) -> decltype(u);
	static constexpr int limit = 3;
	static int made(void (*done)(int));
	LIB_NODISCARD LIB_INLINE auto size() const -> size_t { return 0; }
	[[deprecated("use size")]] int length() const;
	friend void swap(Box &a, Box &b) {}
	friend class Friend;
	LIB_CHECKED_ITERATOR(Box);
	union storage { int i; float f; } value;
	~Box() {
		LIB_TRY { clear(); }
		LIB_CATCH(...) {}
	}
	int after_catch();
	int a, *b;
	mutable int bits : 4;

 protected:
	int kept[3];

 private:
	void secret();
};

}  // namespace v1
class Forward;
extern template auto made<char>(int) -> result<char>;
extern template class Box<int>;
template LIB_API void made<int>(int);
struct Plain : Base<int> { int x; };
struct Listed : Base<int> {
	Listed(int a)
	    :
#if LIB_OLD
	      Base<int>(a),
#endif
	      y(a)
	{
	}
	int y;
};
enum class Color { red, green };
enum Old { old_one, old_two = 2 };
union Either { int i; float f; };
namespace { void unnamed(); }
namespace detail { void hidden(); struct secret {}; }
extern "C" { int from_c(void); }
extern "C" int also_from_c(void);
extern "C" int __stdcall called_by_windows(void *);
template <typename T> auto has_data(T *p)
	-> decltype((void)p->find(f<T, int>(0)), (void)p->data(), int());
int after_decltype();
}  // namespace outer::inner

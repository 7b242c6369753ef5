// Not a doc comment.

#import <Foundation/Foundation.h>
#import "Widget.h"
@import UIKit.UIView;
@class Later, Never;

NS_ASSUME_NONNULL_BEGIN

/** Kinds of it. More. */
typedef NS_ENUM(NSUInteger, WKind) {
	WKindA,
	WKindB = 2, ///< the second
};
typedef NS_OPTIONS (NSInteger,
	WOptions) { WOptionNone = 0, WOptionAll = 1 << 0 };
typedef NSString *WKey NS_TYPED_ENUM;
NS_ENUM(NSInteger) { WLoose };
typedef void (^WBlock)(NSURL *url, NSError *_Nullable error);
typedef struct WPoint { CGFloat x, y; } WPoint;
enum plain { plain_a };

#define W_MAX(a, b) ((a) > (b) ? (a) : (b))
#define W_LIMIT 10

FOUNDATION_EXPORT NSString *const WName;
NSString *const WOther = @"other";
LIB_EXPORT void *lib_make(int n);
static int counter = 0;

/// What a source can do.
LIB_SINCE(1.0)
@protocol Source <NSObject, Other>
- (void)must;
@optional
- (BOOL)may:(id)x;
@property (nonatomic, readonly) NSInteger count;
@required
+ (nullable instancetype)sourceWith:(NSString *)name;
@end
@protocol Forward;

/** A class extension. */
@interface Widget () <Source> {
	int _hidden;
}
@property (nonatomic, strong, readwrite) NSString *name;
@end

@implementation Widget {
	NSMutableArray<NSString *> *_items;
@public
	int _seen, *_p;
}
@synthesize name = _name;
@dynamic other;

/** Makes one. */
+ (instancetype)widgetWithName:(NSString *)name age:(int)age, ... {
	return [[self alloc] init];
}

- (instancetype)init
{
	self = [super init];
	if (!self) {
		return nil;
	} else if (counter > 1 && counter < 3 || counter == 5) {
		counter++;
	}
	return self;
}

- decide:(int)a :(int)b with:(void (^)(int))block {
	for (id x in _items) { continue; }
	for (int i = 0; i < 3; i++) { }
	while (a) { break; }
	do { } while (b);
	switch (a) { case 1: case 2: break; default: break; }
	@try { [self init]; }
	@catch (NSException *e) { }
	@finally { }
	@synchronized (self) { a = b ? 1 : 2; }
	dispatch_async(q, ^{ if (a) { block(1); } });
	if (@available(iOS 13, *)) { }
	NSDictionary *d = @{ @"k" : @1, @"l" : @[ @"x" ] };
	SEL s = @selector(decide::with:);
	return d;
}

#if HAS_A
- (void)first
#else
- (void)second
#endif
{
}

#pragma mark - helpers
static inline int helper(int x) { return x && counter; }
static int table[] = {
#if __has_include(<a.h>)
	1,
#endif
	2 };
@end

@interface NSString (Shout)
- (NSString *)shout;
@end
@implementation NSString (Shout)
- (NSString *)shout { return [self uppercaseString]; }
@end

#ifdef DEBUG
void debug_only(void) { }
#endif

NS_ASSUME_NONNULL_END

#import <Foundation/Foundation.h>
@interface Widget<__covariant T> : Base <Source, NSCopying>
{
	int _a;
@private
	NSString *_b;
}
@property (nonatomic, copy, nullable) void (^done)(NSError *);
@property (class, readonly) NSArray<T> *all, *some LIB_SINCE(ios(10.0));
@property (nonatomic, getter=isOn) BOOL on __attribute__((deprecated("x")));
- (instancetype)init NS_UNAVAILABLE;
- (void)old LIB_DEPRECATED("use new", ios(2.0, 3.0));
- (void)log:(NSString *)format, ... NS_FORMAT_FUNCTION(1, 2);
- (void)open:(NSURL *)URL;
@end
@interface Widget (Extra) <More>
+ (void)extra;
@end
extern void widget_free(Widget *w);
@compatibility_alias Gadget Widget;

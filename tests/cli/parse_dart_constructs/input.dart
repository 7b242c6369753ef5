// Not a doc comment.
library foo.bar;

import 'dart:async';
import 'package:http/http.dart' as http show Client hide X;
import '../src/a.dart';
import "b.dart" deferred as b;
import 'stub.dart' if (dart.library.io) 'io.dart';
export 'src/c.dart' show D;
part 'd.dart';

/// A user of it. More.
@Deprecated('x')
abstract base class User<T extends Object> extends Base<T>
    with Mix, Mix2
    implements Face, Bar<T> {
  final String name;
  static const int max = 3, min = 1;
  static final _hidden = 2;
  late int _age = 3;
  int? a, b = 2;
  var v;
  covariant Foo cov;
  final http.Client? client;
  void Function(int) callback;

  /// Makes one.
  User(this.name, [int x = 1, String? y]) : _age = x > 1 ? 1 : 2, super(x) {
    if (x > 1) init();
  }
  const User.named({required this.name, int z = 2, super.key});
  factory User.made(int x) => User('a');
  factory User.redirect() = Other;
  User._private();

  int get computed => a > 1 ? 1 : 2;
  set full(int v) {
    if (v > 1) a = v;
  }

  /// Everything that decides.
  @override
  Future<int> method(int a, {String b = 'x, y', required int c}) async {
    if (a > 1 && b == '' || c) {
    } else if (a < 3) {
    } else {
    }
    for (var i = 0; i < 2; i++) { continue; }
    for (final x in y) { }
    while (x) { }
    do { } while (x);
    switch (x) {
      case 1:
      case 2:
        break;
      case Foo(y: var z) when z > 1:
        break;
      default:
    }
    final r = switch (x) { 1 => 2, > 3 && < 5 => 3, _ => 4 };
    try {
    } on IOException {
    } on Other catch (e) {
    } catch (e, s) {
    } finally {
    }
    var z = a ? 1 : 2;
    var n = a ?? b;
    var l = [if (a) 1 else 2, for (var x in y) x];
    list.map((x) => x + 1).where((x) { return x > 1; });
    int local(int p) => p > 1 ? 2 : 3;
    var s = 'a $x ${y > 1 ? '}' : "{"} b' + r'raw $' + '''three " ' ''';
    await for (var q in w) { }
    return a;
  }

  void need();
  external void outside();
  static void st() {}
  bool operator ==(Object o) => true;
  int operator [](int i) => 1;
  Stream<int> gen() async* { yield 1; }
  V generic<V extends X>(V x) => x;
  (int, String) rec() => (1, 'a');
}

mixin Mix on Base implements X { void m() {} }
mixin class MixedClass {}
enum Plain { a, b }

/// Values with members.
enum Rich<T> with Mix implements I {
  c(1),
  @Deprecated('x')
  d.named(2);

  final int x;
  const Rich(this.x);
  int get y => 1;
}

extension StringX on String {
  String shout() => toUpperCase();
}
extension on List<int> { void unnamed() {} }
extension type Id(int value) implements int {
  Id.make() : value = 1;
  int get x => 1;
}
typedef Fn<T> = void Function(T);
typedef int Old(int x);
sealed class S {}
final class Applied = A with B;
class _Hidden { int x; }

int top(int a, [int b = 1]) => a > 1 ? 1 : 2;

/// At the top.
@Deprecated('y')
const c = 1;
final int d = 2, e = 3;
Map<String, int> m = {};
late final String l;
int get topGetter => 1;
set topSetter(int v) {}
void _private() {}
@pragma('vm')
external int native();
void cb(void g(int x), {required void Function(int) h, int? Function()? k}) {}
Future<void> main(List<String> args) async {}

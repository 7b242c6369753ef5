import Foundation
@testable import MyLib
@_exported import Vendor
import struct Foo.Bar

/// A user of it. More.
@available(*, deprecated, message: "x")
public final class User<T: Comparable>: Base<T>, Face where T: Hashable {
    public let name: String
    public private(set) var age: Int = 3
    static let shared = User(), other = 2
    lazy var late: Int = { 1 }()
    var computed: Int { age > 1 ? 1 : 2 }
    var full: Int {
        get { return 1 }
        set(v) { if v > 1 { age = v } }
    }
    @Published var observed: Int = 0 {
        willSet { }
        didSet { if age > 0 { changed() } }
    }
    weak var delegate: Delegate?
    let (a, b) = pair

    /// Makes one.
    public init(name: String, _ age: Int = 3, for x: inout Int, rest: String..., block: @escaping (Int) -> Void) throws {
        self.name = name
    }
    convenience init?(x: Int) { self.init() }
    deinit { close() }
    subscript(i: Int) -> Int { get { i > 0 ? 1 : 2 } set { } }

    /** Everything that decides. */
    @discardableResult
    open func gen<V>(
        _ a: Int, b: String, // two
        c v: V
    ) async throws -> [V] where V: Face {
        if a > 1 && b == "" || c { } else if a < 3 { } else { }
        guard let x = y else { return [] }
        outer: for i in 1...2 where i > 1 { continue outer }
        while x { }
        repeat { } while x
        switch x {
        case 1, 2: break
        case .foo(let y) where y > 1: fallthrough
        default: break
        }
        do { try z() } catch let e as E { } catch { }
        let r = a > 1 ? 2 : 3
        let n = a ?? b
        list.map { $0 + 1 }.filter { x in x > 1 }
        func local(p: Int) -> Int { p > 1 ? 2 : 3 }
        let s = "a \(x > 1 ? "}" : "{") b" + #"raw \n " \#(x)"#
        let m = """
        raw " { \(y)
        """
        if #available(iOS 13, *) { }
        return []
    }

    static func + (l: User, r: User) -> User { l }
    class func ofClass() {}
    fileprivate func filed() {}
    override internal func shown() -> some View { EmptyView() }
    enum Inner { case a }
    typealias Alias = Map<String, Int>

    #if DEBUG
    var debugged: Int
    #else
    var released: Int
    func release() {}
    #endif
    func last() {}
}

struct S { var x: Int; let y = 1 }

public indirect enum E: String, Codable {
    case a = "x", b
    /// With values.
    case c(Int, name: String = "x, y")
    #if NEWER
    case d(E)
    #endif
    var p: Int { 1 }
    static func f() {}
}

public protocol Face: AnyObject, Other {
    associatedtype Item: B
    var p: Int { get set }
    func m(x: Int) -> Int
    init(x: Int)
    static func s()
}

extension User: Other where T == Int {
    func ext() {}
    public var e2: Int { 1 }
}
public extension Swift.String.Index { func shown() {} }
private extension Face { func hidden() {} }
actor Act { func a() {} }

func top(_ x: Int) -> Int { x }
let global = 1
var g2: Int = 2
public typealias T2<X> = Y<X> where X: Z
prefix func - (x: Int) {}
@attached(member) macro foo(x: Int) = #externalMacro(module: "a", type: "b")

struct Newer {
    nonisolated(unsafe) var x = 1
    @Flag() var y: Bool
    func f(a: consuming sending A, line: Int = #_line) throws(MyError) -> Int {
        let c = consume a
        call(c,
            #if X
            1,
            #else
            2,
            #endif
            .success(()))
        if let r = try await load(for: c) { unsafe use(r) }
        switch a {
        #if os(iOS)
        case .x: break
        #endif
        default: break
        }
        return 1
    }
}

extern alias Foo;
global using System;
using System.Collections.Generic;
using static System.Math;
using Alias = Foo.Bar<int>;
using Newtonsoft.Json;
using Acme.Tools;
[assembly: Foo("x")]

namespace Acme.Core.Deep
{
    /// <summary>
    /// A user of <see cref="T:Acme.Thing"/> and <paramref name="x"/>.
    /// </summary>
    /// <remarks>Not this.</remarks>
    [Obsolete("use X"), Serializable]
    public abstract partial class User<T, U> : Base<T>, IFoo
        where T : class, new()
        where U : struct
    {
        public const int A = 1, B = 2;
        private static readonly string s = "x", t;
        int defaultPrivate;
        public event EventHandler Changed, Other;
        public event EventHandler Custom { add { if (x) y(); } remove { } }

        /// <summary>Gets the name</summary>
        /// <value>The name.</value>
        [JsonProperty("name")]
        public string Name { get; set; } = "n";
        public int Init { get; init; }
        public required string Req { get; private set; }
        public int Arrow => x ? 1 : 2;
        public int Full { get { return a && b ? 1 : 2; } internal set => x = value; }
        public abstract int Abs { get; }
        public T this[int i, string j = "x"]
        {
            get { if (i > 0) return a; return null; }
        }

        public User(int a, string b = "x", params int[] rest) : base(a) { }
        static User() { }
        ~User() { }
        public static User<T, U> operator +(User<T, U> a, int b) => a;
        public static bool operator true(User<T, U> a) { return true; }
        public static implicit operator int(User<T, U> a) { return 1; }
        public static explicit operator checked string(User<T, U> a) => "";

        protected internal async Task<int> M<V>(ref int a, out string b,
            in int c, [In] Foo d, V? e = default, // five
            CancellationToken ct = default)
            where V : IFoo
        {
            if (a && b || c) { } else if (d) { } else { }
            foreach (var x in y) { continue; }
            for (;;) { break; }
            while (a) { }
            do { } while (a);
            switch (x) { case 1: case 2 when y: break; default: goto case 1; }
            var r = x switch { 1 => 2, > 3 and < 5 => 3, _ => 4 };
            try { } catch (IOException e) when (e.X) { } catch { } finally { }
            var z = a ? 1 : 2;
            z ??= a ?? b;
            Func<int, int> f = (x) => x > 1 ? 1 : 2;
            f = delegate (int q) { return q; };
            int Local(int p) { return p > 1 ? 2 : 3; }
            var s1 = $"a {b + "}"} c {{"; var s2 = @"verb \"; var s3 = """raw " { """;
            var s4 = $@"say ""{a["x"]}""";
            return a is string ss && ss.Length > 1;
        }

        void IFoo.Explicit() { }
        private protected virtual void PP() { }
        extern static void Ext();
        public class Nested { public struct Deep { } }
        public delegate void Handler(object o, EventArgs e);
        public enum Inner { X }
    }

    public interface IFoo : IBar
    {
        void M();
        int P { get; set; }
        static abstract int S();
        void Def() { }
        event Action E;
    }

    internal struct S { public int X; fixed byte buf[10]; }
    public readonly record struct R(int A, string B = "x") : IFoo;
    public record Rec(int A) { public int C => A; }
    public record Empty;
    public class Primary(int a, string b) : Base(a) { }

    [Flags]
    public enum E : byte { None = 0, [Obsolete] One = 1 << 2, Two }

    public static class Extensions
    {
        public static int Len(this string s) => 1;
        extension(string s)
        {
            public int Len2 => 1;
            public bool IsBlank() { return true; }
        }
    }

    public ref partial struct RS { }
    delegate int D<T>(T x) where T : allows ref struct;
    namespace Inner.More { class Y { } }

#if DEBUG && !NET
    class Dbg { }
#elif OTHER
    class Other { }
#else
    class Rel { }
#endif
    #region Things
    #pragma warning disable 618
    unsafe class N
    {
        public int Call()
        {
            if (
#if X || Y
                a
#else
                b && c
#endif
                )
                return 1;
#if !OLD
            if (a)
            {
                return 2;
            }
            else
#endif
            {
                return Sum(1,
#if NEW
                    2,
                    3,
#endif
                    4);
            }
        }

        void Head(int a
#if X
            , int b)
        {
            more();
#else
            )
        {
#endif
            last();
        }

        int Cases(int x)
        {
            switch (x)
            {
#if X
                case 1:
                    return 1;
#endif
                default:
                    return 2;
            }
        }

        bool Body =>
#if X
            true;
#else
            false;
#endif
        Foo[] list =
        {
#if X
            new A(),
#endif
#if Y
            new B(),
#endif
        };

        int after;
    }
    #endregion
}

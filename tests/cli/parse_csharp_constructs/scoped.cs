using System.Text;
using Acme;

namespace Acme.Scoped;

using More.Things;

/** <inheritdoc cref="Base"/> */
public class K
{
    protected void M() { }
    public string Field { get => field; set => field = value ?? throw new E(); }
    public partial int Prop { get; set; }
}

enum E { A }
file class F { }

#if NET
interface IOnly { int Size { get { return 1; } } }
#endif

# Things that must not leave: each is made up, and none stands here in one
# piece.  Messages, hunks, default values and file names hold them.
. "$(dirname "$0")/lib.sh"

hex() {
	printf '%s' "$1" | sha256sum | cut -c1-"${2:-40}"
}
github=gh''p_$(hex github 36)
aws=AKIA$(hex aws 16 | tr a-f A-F | tr 0-9 G-P)
aws_secret=$(hex aws-secret 40)
slack=xox''b-123456789012-$(hex slack 24)
google=AI''za$(hex google 35)
stripe=sk_''live_$(hex stripe 24)
jwt=ey''JhbGciOiJIUzI1NiJ9.ey''JzdWIiOiIxMjM0NTY3ODkwIn0.$(hex jwt 43)
password=$(hex password 12)
begin='-----BEGIN RSA PRIV''ATE KEY-----'
end='-----END RSA PRIV''ATE KEY-----'
body=$(for i in 1 2 3 4; do hex "key $i" 64; done)

new_repository secrets
write config.py <<'P'
"""Settings."""

def connect(host, user="guest"):
    return (host, user)
P
commit 'start'
git tag v1
write config.py <<P
"""Settings."""

TOKEN = "$github"
AWS_ACCESS_KEY_ID = "$aws"
AWS_SECRET_ACCESS_KEY = "$aws_secret"
URL = "https://admin:$password@db.example.org/main"


def connect(host, user="guest", password="$password", token="$slack"):
    return (host, user, password)


def charge(key="$stripe"):
    return key
P
commit "config: connect with a password

Use $github for now, or
https://user:$password@example.org/x"
write key.pem <<P
$begin
$body
$end
P
write .env <<P
GOOGLE_API_KEY=$google
SESSION=$jwt
PASSWORD=$password
P
commit "add the key $aws"
write names.py <<'P'
def password_is_weak(password):
    return len(password) < 8

TOKEN_KINDS = ["access", "refresh"]
EMPTY_PASSWORD = ""
COMMIT = "0123456789abcdef0123456789abcdef01234567"
P
commit 'names that only sound secret'
git tag v2
printf '%s\n' "$github" "$aws" "$aws_secret" "$slack" "$google" "$stripe" \
	"$jwt" "$password" $body >"$dir/secrets.list"

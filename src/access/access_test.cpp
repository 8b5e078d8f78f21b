#include <doctest/doctest.h>

#include <vector>

#include "access/email.h"
#include "access/key.h"
#include "access/pace.h"
#include "access/password.h"
#include "access/recovery.h"
#include "access/role.h"
#include "access/sealed.h"
#include "access/totp.h"
#include "base/random.h"

using namespace courtesy;
using namespace courtesy::access;

namespace {

const Instant noon = parse_instant("2026-05-12T12:00:00Z").value();

Standing person(std::optional<Role> role, bool is_operator = false, bool fresh = false) {
  return {.signed_in = true, .is_operator = is_operator, .role = role, .factor_fresh = fresh};
}

bool taken(std::string_view password, std::vector<std::string> context = {}) {
  return check_password(password, context).ok();
}

/// RFC 6238, appendix B: the seed for SHA-1.
Secret<std::string> seed_of_the_rfc() { return Secret<std::string>("12345678901234567890"); }

}  // namespace

TEST_CASE("a password that stands in the lists of stolen ones is refused, also with a little around it, and told why") {
  for (const char* stolen :
       {"baseball1", "1qaz2wsx", "PRINCESS", "butterfly", "Butterfly7!", "butt3rfly", "12345qwert"})
    CHECK_FALSE(taken(stolen));
  CHECK(check_password("butterfly", {}).error().message.find("stolen") != std::string::npos);
  // A word of the list among others is no such password.
  for (const char* own : {"butterfly tram hen", "butterfly-8471-tram", "xkvbutterfly qq"}) CHECK(taken(own));
}

TEST_CASE("each capability has its row, in order") {
  for (int i = 0; i < capabilities; ++i) {
    const auto one = static_cast<Capability>(i);
    CHECK(rule_of(one).capability == one);
    CHECK_FALSE(to_string(one).empty());
  }
}

TEST_CASE("whoever is not signed in may do what is open, and nothing else") {
  for (const auto& rule : rules())
    CHECK(judge(rule.capability, {}) == (rule.capability == Capability::open ? Verdict::allowed : Verdict::sign_in));
}

TEST_CASE("each role may do all that those before it may") {
  for (const auto& rule : rules()) {
    bool allowed = false;
    for (const Role role : {Role::viewer, Role::staff, Role::owner}) {
      const bool now = judge(rule.capability, person(role, false, true)) == Verdict::allowed;
      CHECK((now || !allowed));
      allowed = now;
    }
  }
}

TEST_CASE("a viewer sees and stops, staff work and release with a code, an owner sets up and manages") {
  CHECK(judge(Capability::see, person(Role::viewer)) == Verdict::allowed);
  CHECK(judge(Capability::stop, person(Role::viewer)) == Verdict::allowed);
  CHECK(judge(Capability::work, person(Role::viewer)) == Verdict::forbidden);
  CHECK(judge(Capability::work, person(Role::staff)) == Verdict::allowed);
  CHECK(judge(Capability::release, person(Role::viewer, false, true)) == Verdict::forbidden);
  CHECK(judge(Capability::release, person(Role::staff)) == Verdict::second_factor);
  CHECK(judge(Capability::release, person(Role::staff, false, true)) == Verdict::allowed);
  CHECK(judge(Capability::set_up, person(Role::staff)) == Verdict::forbidden);
  CHECK(judge(Capability::manage, person(Role::owner)) == Verdict::allowed);
}

TEST_CASE("an operator sees nothing of an account that he is not in, and an owner does not run the installation") {
  CHECK(judge(Capability::see, person(std::nullopt, true, true)) == Verdict::forbidden);
  CHECK(judge(Capability::self, person(std::nullopt, true)) == Verdict::allowed);
  CHECK(judge(Capability::operate, person(std::nullopt, true)) == Verdict::second_factor);
  CHECK(judge(Capability::operate, person(std::nullopt, true, true)) == Verdict::allowed);
  CHECK(judge(Capability::operate, person(Role::owner, false, true)) == Verdict::forbidden);
}

TEST_CASE("a key never releases, never manages people, and is nobody's self") {
  Standing key = person(Role::owner, true, true);
  key.is_key = true;
  for (const Capability one : {Capability::release, Capability::manage, Capability::self, Capability::operate})
    CHECK(judge(one, key) == Verdict::not_by_key);
  CHECK(judge(Capability::set_up, key) == Verdict::allowed);
}

TEST_CASE("two spellings of one address are one person") {
  CHECK(fold_email("  Kim@Clinic.Example ").value() == "kim@clinic.example");
  for (const auto* wrong : {"", "kim", "kim@", "a@b.example, c@d.example", "kim@clinic.example\r\nBcc: x@y.example"})
    CHECK_FALSE(fold_email(wrong));
}

TEST_CASE("a password has 8 to 128 characters, whatever they are") {
  CHECK_FALSE(taken("sho rt!"));
  CHECK(taken("brown hen"));
  CHECK(taken("ñandú über"));
  CHECK(taken(std::string(120, 'x').replace(3, 4, "hens and")));
  CHECK_FALSE(taken(std::string(129, 'x').replace(3, 4, "hens")));
}

TEST_CASE("what is tried first is refused, also dressed up") {
  for (const auto* one : {"password", "Password1!", "P4ssw0rd2026", "qwertyuiop", "12345678", "87654321", "aaaaaaaa",
                          "abababab", "abcdefgh", "Summer2026", "letmein!!!", "19841984", "!!!welcome"}) {
    CAPTURE(one);
    CHECK_FALSE(taken(one));
  }
  for (const auto* one : {"violet tram 9", "password of the old mill", "tr4in to nowhere", "481516234299x"}) {
    CAPTURE(one);
    CHECK(taken(one));
  }
}

TEST_CASE("a password is not made of the business's or the person's name") {
  CHECK_FALSE(taken("MapleDental1", {"Maple Dental"}));
  CHECK_FALSE(taken("kim.lee2026", {"kim.lee"}));
  CHECK_FALSE(taken("leemaple", {"Lee", "Maple Dental"}));
  CHECK_FALSE(taken("Courtesy!7", {"courtesy"}));
  CHECK(taken("maple syrup on a roof", {"Maple Dental"}));
}

TEST_CASE("a password is kept as Argon2id with the cost that was asked for, and only it fits") {
  const Secret<std::string> password("violet tram 9");
  const HashCost cheap{.passes = 1, .kibibytes = 64};
  const std::string hash = hash_password(password, "saltsaltsaltsalt", cheap).value();
  CHECK(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$"));
  CHECK(fits(password, hash));
  CHECK_FALSE(fits(Secret<std::string>("violet tram 8"), hash));
  CHECK_FALSE(fits(password, ""));
  CHECK_FALSE(fits(password, "$argon2id$v=19$"));
  CHECK(hash_password(password, "salt for another", cheap).value() != hash);
}

TEST_CASE("the cost of a guess is what docs/adr/0033 says") {
  CHECK(staff_cost == HashCost{.passes = 1, .kibibytes = 47'104});
  CHECK(operator_cost == HashCost{.passes = 3, .kibibytes = 65'536});
}

TEST_CASE("one-time passwords are those of RFC 4226, appendix D, and RFC 6238, appendix B") {
  const char* const by_counter[] = {"755224", "287082", "359152", "969429", "338314",
                                    "254676", "287922", "162583", "399871", "520489"};
  for (int counter = 0; counter < 10; ++counter) CHECK(hotp(seed_of_the_rfc(), counter, 6) == by_counter[counter]);
  const std::pair<std::int64_t, const char*> by_time[] = {{59, "94287082"},
                                                          {1'111'111'109, "07081804"},
                                                          {1'111'111'111, "14050471"},
                                                          {1'234'567'890, "89005924"},
                                                          {2'000'000'000, "69279037"},
                                                          {20'000'000'000, "65353130"}};
  for (const auto& [at, code] : by_time) CHECK(hotp(seed_of_the_rfc(), totp_step(Instant(seconds(at))), 8) == code);
}

TEST_CASE("a code is good for its half minute and the one before and after, and never twice") {
  const auto seed = seed_of_the_rfc();
  const auto step = totp_step(noon);
  for (const int off : {-1, 0, 1}) CHECK(totp_fits(seed, hotp(seed, step + off, 6), noon, 0) == step + off);
  CHECK_FALSE(totp_fits(seed, hotp(seed, step - 2, 6), noon, 0));
  CHECK_FALSE(totp_fits(seed, hotp(seed, step + 2, 6), noon, 0));
  CHECK_FALSE(totp_fits(seed, hotp(seed, step, 6), noon, step));
  CHECK_FALSE(totp_fits(seed, "", noon, 0));
  std::string spaced = hotp(seed, step, 6);
  spaced.insert(3, " ");
  CHECK(totp_fits(seed, spaced, noon, 0) == step);
}

TEST_CASE("an authenticator is given the seed as RFC 4648 writes it") {
  CHECK(base32("") == "");
  CHECK(base32("f") == "MY");
  CHECK(base32("fo") == "MZXQ");
  CHECK(base32("foo") == "MZXW6");
  CHECK(base32("foob") == "MZXW6YQ");
  CHECK(base32("fooba") == "MZXW6YTB");
  CHECK(base32("foobar") == "MZXW6YTBOI");
  CHECK(totp_uri(seed_of_the_rfc(), "Courtesy", "kim+x@clinic.example") ==
        "otpauth://totp/Courtesy:kim%2Bx@clinic.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Courtesy");
}

TEST_CASE("a recovery code is recognised however it is typed") {
  const std::string code = recovery_code("0123456789");
  CHECK(code.size() == 19);
  CHECK(code.find_first_of("ilo1") == std::string::npos);
  const std::string folded = fold_recovery_code(code);
  CHECK(folded.size() == 16);
  std::string loud = code;
  for (char& c : loud) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  CHECK(fold_recovery_code(" " + loud + " ") == folded);
  CHECK(fold_recovery_code("123456").empty());
  CHECK(fold_recovery_code(code + "x").empty());
  CHECK(recovery_code("0123456788") != code);
}

TEST_CASE("a key says its kind, and a list shows its beginning only") {
  SeededRandom random(1);
  for (const KeyKind kind : {KeyKind::test, KeyKind::guest, KeyKind::live}) {
    const std::string key = make_key(kind, random.token(key_bytes)).reveal();
    CHECK(kind_of_key(key) == kind);
    CHECK(parse_key_kind(to_string(kind)) == kind);
    const std::string prefix = key_prefix(key);
    CHECK(key.starts_with(prefix));
    CHECK(prefix.size() <= 15);
    CHECK_FALSE(kind_of_key(key + "x"));
    CHECK_FALSE(kind_of_key(key.substr(0, key.size() - 1) + "!"));
  }
  for (const auto* none : {"", "ck_live_", "ck_other_0123456789012345678901234567890123456789012"})
    CHECK_FALSE(kind_of_key(none));
}

TEST_CASE("what is sealed opens with its key, for what it belongs to, and whole") {
  const Secret<std::string> key(std::string(seal_key_bytes, 'k'));
  const std::string nonce(seal_nonce_bytes, 'n');
  const std::string sealed = seal(key, nonce, "person 1", Secret<std::string>("a seed"));
  CHECK(sealed.find("a seed") == std::string::npos);
  CHECK(unseal(key, "person 1", sealed).value().reveal() == "a seed");
  CHECK_FALSE(unseal(key, "person 2", sealed));
  CHECK_FALSE(unseal(Secret<std::string>(std::string(seal_key_bytes, 'x')), "person 1", sealed));
  // The last character has bits that stand for nothing.
  for (std::size_t i = 0; i + 3 < sealed.size(); ++i) {
    std::string other = sealed;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(unseal(key, "person 1", other));
  }
  CHECK_FALSE(unseal(key, "person 1", ""));
}

TEST_CASE("five wrong passwords are free; then a minute, doubling to an hour, and never for ever") {
  CHECK_FALSE(waits_until({.count = 4, .last = noon}, noon));
  CHECK(waits_until({.count = 5, .last = noon}, noon) == noon + minutes{1});
  CHECK(waits_until({.count = 6, .last = noon}, noon) == noon + minutes{2});
  CHECK(waits_until({.count = 10, .last = noon}, noon) == noon + minutes{32});
  for (const std::int64_t count : {11, 12, 100, 1'000'000}) {
    CHECK(waits_until({.count = count, .last = noon}, noon) == noon + minutes{60});
    CHECK_FALSE(waits_until({.count = count, .last = noon}, noon + minutes{60}));
  }
}

TEST_CASE("one network address may fail twenty times an hour") {
  CHECK_FALSE(address_waits_until({.count = 19, .last = noon}, noon));
  CHECK(address_waits_until({.count = 20, .last = noon}, noon + minutes{59}) == noon + minutes{60});
  CHECK_FALSE(address_waits_until({.count = 20, .last = noon}, noon + minutes{60}));
}

TEST_CASE("an allowance is spent, refused when it is, and full again in a new window") {
  const Allowance three{.limit = 3, .window = seconds{60}};
  Spent spent;
  for (const std::int64_t left : {2, 1, 0}) {
    const Left now = spend(spent, three, noon);
    CHECK(now.allowed);
    CHECK(now.remaining == left);
  }
  CHECK_FALSE(spend(spent, three, noon + seconds{59}).allowed);
  CHECK(spend(spent, three, noon + seconds{59}).reset == seconds{1});
  CHECK(spend(spent, three, noon + seconds{60}).remaining == 2);
}

TEST_CASE("a clock that was set back gives a new window rather than none for long") {
  const Allowance one{.limit = 1, .window = seconds{60}};
  Spent spent;
  CHECK(spend(spent, one, noon).allowed);
  CHECK(spend(spent, one, noon - hours{5}).allowed);
}

TEST_CASE("an operator's session is shorter than staff's") {
  CHECK(lifetime_of(true).whole == hours{12});
  CHECK(lifetime_of(true).idle == minutes{30});
  CHECK(lifetime_of(false).whole == hours{24 * 14});
  CHECK(lifetime_of(false).idle == hours{8});
}

#include "phonenet/webhooks/cookies.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::phonenet;

namespace {

const Instant now = parse_instant("2026-11-25T17:00:00Z").value();

http::Url url(std::string_view text) { return http::parse_url(text).value(); }

Cookies with(std::string_view from, std::string text) {
  Cookies cookies;
  cookies.take(url(from), {{"set-cookie", std::move(text)}}, now);
  return cookies;
}

}  // namespace

TEST_CASE("a cookie is for its host, and for hosts below only where it says so") {
  const Cookies own = with("http://app.test/a/b", "x=1; Path=/");
  CHECK(own.for_request(url("http://app.test:99/"), now) == "x=1");
  CHECK(own.for_request(url("http://a.app.test/"), now).empty());
  const Cookies wide = with("http://a.app.test/", "x=1; Domain=.app.test");
  CHECK(wide.for_request(url("http://b.app.test/"), now) == "x=1");
  CHECK(wide.for_request(url("http://mapp.test/"), now).empty());
  CHECK(with("http://app.test/", "x=1; Domain=other.test").for_request(url("http://other.test/"), now).empty());
}

TEST_CASE("a cookie is for its path, or for the folder that it came from") {
  const Cookies folder = with("http://app/voice/start", "x=1");
  CHECK(folder.for_request(url("http://app/voice/next"), now) == "x=1");
  CHECK(folder.for_request(url("http://app/voice"), now) == "x=1");
  CHECK(folder.for_request(url("http://app/voices"), now).empty());
  CHECK(with("http://app/voice", "x=1").for_request(url("http://app/else"), now) == "x=1");
}

TEST_CASE("a cookie lasts until its time is over, and a secure one is for https alone") {
  const Cookies brief = with("http://app/", "x=1; Expires=Wed, 25 Nov 2026 17:00:10 GMT; Max-Age=20");
  CHECK(brief.for_request(url("http://app/"), now + seconds{19}) == "x=1");
  CHECK(brief.for_request(url("http://app/"), now + seconds{20}).empty());
  const Cookies dated = with("http://app/", "x=1; Expires=Wed, 25-Nov-2026 17:00:10 GMT");
  CHECK(dated.for_request(url("http://app/"), now + seconds{9}) == "x=1");
  CHECK(dated.for_request(url("http://app/"), now + seconds{10}).empty());
  const Cookies secure = with("https://app/", "x=1; Secure");
  CHECK(secure.for_request(url("http://app/"), now).empty());
  CHECK(secure.for_request(url("https://app/"), now) == "x=1");
}

TEST_CASE("a new value takes the old one's place, and there are 50 at most") {
  Cookies cookies = with("http://app/", "x=1");
  cookies.take(url("http://app/"), {{"Set-Cookie", "x=2"}, {"Set-Cookie", "=none"}, {"Set-Cookie", ""}}, now);
  CHECK(cookies.for_request(url("http://app/"), now) == "x=2");
  for (int i = 0; i < 60; ++i) cookies.take(url("http://app/"), {{"Set-Cookie", "n" + std::to_string(i) + "="}}, now);
  const std::string all = cookies.for_request(url("http://app/"), now);
  CHECK(all.starts_with("n10=; n11="));
  CHECK(all.ends_with("n59="));
}

#include "phonenet/webhooks/signature.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::phonenet;

// The documented example of the API's provider, and its published variants for GET.
TEST_CASE("a signature is the documented one") {
  const http::Fields fields{{"CallSid", "CA1234567890ABCDE"},
                            {"Digits", "1234"},
                            {"Caller", "+14158675309"},
                            {"To", "+18005551212"},
                            {"From", "+14158675309"}};
  CHECK(sign("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", fields) == "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
  CHECK(sign("12345", "https://mycompany.com/myapp.php?foo=1&bar=2#ct=1000", fields) == "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
  CHECK(sign("12345", "https://mycompany.com:443/myapp.php?foo=1&bar=2", fields) == "kvajT1Ptam85bY51eRf/AJRuM3w=");
  CHECK(sign("12346", "https://mycompany.com/myapp.php?foo=1&bar=2", fields) != "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
}

TEST_CASE("empty values count, order does not, a repeated pair counts once") {
  const auto signature = sign("t", "http://a/", {{"b", ""}, {"a", "1"}, {"a", "2"}});
  CHECK(signature == sign("t", "http://a/", {{"a", "2"}, {"a", "1"}, {"a", "2"}, {"b", ""}}));
  CHECK(signature != sign("t", "http://a/", {{"a", "1"}, {"a", "2"}}));
}

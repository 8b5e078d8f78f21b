#include "gateway/twilio/signature.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/bytes.h"

using namespace courtesy;
namespace json = boost::json;

namespace {

std::optional<json::object> read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) return std::nullopt;
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return json::parse(text).as_object();
}

/// From wherever in the tree the tests are run.
std::optional<json::object> own_vectors() {
  for (std::filesystem::path at = std::filesystem::current_path();; at = at.parent_path()) {
    if (auto found = read_file(at / "src/gateway/twilio/testdata/signature-vectors.json")) return found;
    if (at == at.parent_path()) return std::nullopt;
  }
}

std::string text(const json::object& vector, std::string_view name) {
  const auto* value = vector.if_contains(name);
  return value == nullptr ? "" : std::string(value->as_string());
}

http::Fields fields_of(const json::object& params) {
  http::Fields fields;
  for (const auto& [name, value] : params) {
    if (value.is_array()) {
      for (const auto& one : value.as_array()) fields.emplace_back(std::string(name), std::string(one.as_string()));
    } else {
      fields.emplace_back(std::string(name), std::string(value.as_string()));
    }
  }
  return fields;
}

bool answer(const json::object& vector) {
  const std::vector<Secret<std::string>> keys{Secret<std::string>(text(vector, "auth_token"))};
  const std::string kind = text(vector, "kind");
  if (kind == "bodyhash") return hex(sha256(text(vector, "body"))) == text(vector, "hash");
  if (kind == "body") {
    return twilio::body_signature_valid(keys, text(vector, "url"), text(vector, "body"), text(vector, "signature"));
  }
  return twilio::form_signature_valid(keys, text(vector, "url"), fields_of(vector.at("params").as_object()),
                                      text(vector, "signature"));
}

void check_form_on_the_wire(const json::object& vector) {
  if (!vector.contains("raw_body")) return;
  auto wire = http::parse_form(text(vector, "raw_body")).value();
  auto fields = fields_of(vector.at("params").as_object());
  std::sort(wire.begin(), wire.end());
  std::sort(fields.begin(), fields.end());
  CHECK(wire == fields);
}

/// Returns how many were checked.
int check_vectors(const json::object& file, std::string_view prefix) {
  int checked = 0;
  for (const auto& value : file.at("vectors").as_array()) {
    const auto& vector = value.as_object();
    const std::string id = text(vector, "id");
    if (!id.starts_with(prefix) || file.at("may_differ").as_object().contains(id)) continue;
    CAPTURE(id);
    CHECK(answer(vector) == vector.at("valid").as_bool());
    check_form_on_the_wire(vector);
    ++checked;
  }
  return checked;
}

const std::vector<Secret<std::string>> two_keys{Secret<std::string>("new"), Secret<std::string>("old")};

http::Request status_request(const std::string& key) {
  const http::Fields fields{{"CallSid", "CA1"}, {"CallStatus", "ringing"}, {"Empty", ""}};
  http::Request request{.method = "POST",
                        .url = "/twilio/call/1.2.x/status",
                        .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
                        .body = http::encode_form(fields)};
  request.headers.emplace_back(
      "X-Twilio-Signature",
      twilio::sign(Secret<std::string>(key), "https://c.example/base/twilio/call/1.2.x/status", fields));
  return request;
}

}  // namespace

TEST_CASE("signatures: every vector of ours is answered as it says") {
  const auto file = own_vectors();
  REQUIRE(file);
  CHECK(check_vectors(*file, "gen-") >= 60);
}

TEST_CASE("signatures: every published vector is answered as it says (skipped without COURTESY_SHARED)") {
  const char* shared = std::getenv("COURTESY_SHARED");
  const auto file = read_file(std::filesystem::path(shared ? shared : "../shared") / "twilio/signature-vectors.json");
  if (!file) {
    MESSAGE("skipped: no twilio/signature-vectors.json; set COURTESY_SHARED");
    return;
  }
  CHECK(check_vectors(*file, "pub-") >= 15);
}

TEST_CASE("a request is authentic over the configured URL, with any of the keys of a rotation") {
  const std::string url = "https://c.example/base";
  CHECK(twilio::authentic(two_keys, url, status_request("new")));
  CHECK(twilio::authentic(two_keys, url, status_request("old")));
  CHECK_FALSE(twilio::authentic(two_keys, url, status_request("older")));
  CHECK_FALSE(twilio::authentic(two_keys, "https://c.example", status_request("new")));
}

TEST_CASE("the Host header decides nothing") {
  auto request = status_request("new");
  request.headers.emplace_back("Host", "evil.example");
  request.headers.emplace_back("X-Forwarded-Host", "evil.example");
  CHECK(twilio::authentic(two_keys, "https://c.example/base", request));
}

TEST_CASE("without a key, with an empty key, without a signature or with two, nobody gets in") {
  const std::string url = "https://c.example/base";
  const std::vector<Secret<std::string>> none;
  const std::vector<Secret<std::string>> empty{Secret<std::string>("")};
  CHECK_FALSE(twilio::authentic(none, url, status_request("")));
  CHECK_FALSE(twilio::authentic(empty, url, status_request("")));
  auto unsigned_request = status_request("new");
  unsigned_request.headers.pop_back();
  CHECK_FALSE(twilio::authentic(two_keys, url, unsigned_request));
  auto twice = status_request("new");
  twice.headers.emplace_back("x-twilio-signature", "AAAA");
  CHECK_FALSE(twilio::authentic(two_keys, url, twice));
}

TEST_CASE("a body that is no form is believed only with its hash, also when the header says nothing of its type") {
  const std::string hash = hex(sha256("{}"));
  const std::string path = "/twilio/events?bodySHA256=" + hash;
  http::Request request{.method = "POST", .url = path, .body = "{}"};
  request.headers.emplace_back("X-Twilio-Signature", twilio::sign(two_keys[0], "https://c.example" + path, {}));
  CHECK(twilio::authentic(two_keys, "https://c.example", request));
  request.body = "{ }";
  CHECK_FALSE(twilio::authentic(two_keys, "https://c.example", request));
  request.body = "";
  CHECK_FALSE(twilio::authentic(two_keys, "https://c.example", request));
  // A form POST whose type is hidden would otherwise be a URL signature with free fields.
  http::Request hidden{.method = "POST", .url = "/twilio/call/incoming", .body = "CallSid=CA1"};
  hidden.headers.emplace_back("X-Twilio-Signature",
                              twilio::sign(two_keys[0], "https://c.example/twilio/call/incoming", {}));
  CHECK_FALSE(twilio::authentic(two_keys, "https://c.example", hidden));
}

TEST_CASE("a form that carries a body hash must match it") {
  const std::string path = "/twilio/text/incoming?bodySHA256=" + hex(sha256("Body=x"));
  http::Request request{
      .method = "POST", .url = path, .headers = {{"Content-Type", "application/x-www-form-urlencoded"}}};
  request.body = "Body=x";
  request.headers.emplace_back("X-Twilio-Signature",
                               twilio::sign(two_keys[0], "https://c.example" + path, {{"Body", "x"}}));
  CHECK(twilio::authentic(two_keys, "https://c.example", request));
  request.body = "Body=%78";  // the same fields, other bytes
  CHECK_FALSE(twilio::authentic(two_keys, "https://c.example", request));
}

#include "phonenet/api/rest.h"

#include <algorithm>

#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

std::string code(const http::Response& response) { return World::member(response.body, "code"); }

std::string create(World& world, http::Fields fields, std::string path = "/Calls.json") {
  const auto answer = world.request("POST", path, fields);
  return answer.status == 201 ? "created" : std::to_string(answer.status) + " " + code(answer);
}

int count_of(const std::string& json, std::string_view what) {
  int count = 0;
  for (auto at = json.find(what); at != std::string::npos; at = json.find(what, at + 1)) ++count;
  return count;
}

/// The path after the account, and the fields, of a relative URI.
std::pair<std::string, http::Fields> take_apart(const std::string& uri) {
  const std::string prefix = "/2010-04-01/Accounts/" + sid;
  REQUIRE(uri.starts_with(prefix));
  const auto mark = uri.find('?');
  return {uri.substr(prefix.size(), mark - prefix.size()), http::parse_form(uri.substr(mark + 1)).value()};
}

}  // namespace

TEST_CASE("without the account's token nothing is answered but 401") {
  World world;
  CHECK(code(world.request("GET", "/Calls.json", {}, "wrong")) == "20003");
  CHECK(world.request("POST", "/Calls.json", {}, "").status == 401);
  const auto none = world.send({.method = "GET", .url = "/2010-04-01/Accounts/" + sid + "/Calls.json"});
  CHECK(none.status == 401);
  CHECK(
      none.body ==
      R"({"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401})");
}

TEST_CASE("what is not there is 404 and 20404") {
  World world;
  for (const auto* path : {"/Calls/CA00000000000000000000000000000000.json", "/Calls", "/calls.json", "/Queues.json",
                           "/Messages/SM1.json", "/Calls/CA1/Recordings.json"}) {
    const auto answer = world.request("GET", path);
    CHECK(answer.status == 404);
    CHECK(code(answer) == "20404");
  }
}

TEST_CASE("a created call has the fields of the classic API, numbers as text, dates of mail") {
  World world;
  const auto answer =
      world.request("POST", "/Calls.json", {{"To", "+12125550101"}, {"From", ours}, {"Url", "http://app:8800/start"}});
  REQUIRE(answer.status == 201);
  CHECK(World::member(answer.body, "status") == "queued");
  CHECK(World::member(answer.body, "to_formatted") == "(212) 555-0101");
  CHECK(World::member(answer.body, "direction") == "outbound-api");
  CHECK(World::member(answer.body, "date_created") == "Wed, 25 Nov 2026 17:00:00 +0000");
  CHECK(World::member(answer.body, "queue_time") == "0");
  CHECK(is_sid(World::member(answer.body, "sid"), "CA"));
  for (const auto* name : {"sid",
                           "parent_call_sid",
                           "account_sid",
                           "to",
                           "from",
                           "from_formatted",
                           "phone_number_sid",
                           "start_time",
                           "end_time",
                           "duration",
                           "price",
                           "price_unit",
                           "answered_by",
                           "api_version",
                           "forwarded_from",
                           "group_sid",
                           "caller_name",
                           "trunk_sid",
                           "date_updated",
                           "uri",
                           "subresource_uris",
                           "notifications",
                           "user_defined_messages"}) {
    CAPTURE(name);
    CHECK(answer.body.find("\"" + std::string(name) + "\":") != std::string::npos);
  }
}

TEST_CASE("a call that cannot be placed is refused with its code") {
  World world;
  const http::Fields good{{"To", "+12125550101"}, {"From", ours}, {"Url", "http://app:8800/start"}};
  const auto with = [&](std::string name, std::string value) {
    http::Fields fields;
    for (const auto& field : good) {
      if (field.first != name) fields.push_back(field);
    }
    if (!value.empty()) fields.emplace_back(name, value);
    return create(world, fields);
  };
  CHECK(create(world, good) == "created");
  CHECK(with("To", "") == "400 21201");
  CHECK(with("From", "") == "400 21213");
  CHECK(with("Url", "") == "400 21205");
  CHECK(with("Url", "/relative") == "400 21205");
  CHECK(with("To", "2125550101") == "400 21211");
  CHECK(with("To", "+15005550001") == "created");
  CHECK(with("From", "nobody") == "400 21212");
  CHECK(with("From", "+12025550199") == "400 21210");
  CHECK(with("From", "+15005550006") == "400 21210");
  CHECK(with("Method", "PUT") == "400 21209");
  CHECK(with("Timeout", "0") == "400 21208");
  CHECK(with("StatusCallback", "http://my_host/x") == "400 21609");
  CHECK(with("StatusCallbackEvent", "answerd") == "400 21626");
  CHECK(with("SendDigits", "12x") == "400 21206");
  CHECK(with("SendDigits", std::string(33, '1')) == "400 21206");
  CHECK(world.network.journal().count(EntryKind::refused) == 14);
}

TEST_CASE("a text that cannot be sent is refused with its code") {
  World world;
  const auto with = [&](std::string to, std::string from, std::string body) {
    return create(world, {{"To", to}, {"From", from}, {"Body", body}}, "/Messages.json");
  };
  CHECK(with("+12125550101", ours, "Hello") == "created");
  CHECK(with("", ours, "Hello") == "400 21604");
  CHECK(with("+12125550101", "", "Hello") == "400 21603");
  CHECK(with("+12125550101", ours, "") == "400 21602");
  CHECK(with("+12125550101", ours, std::string(1601, 'a')) == "400 21617");
  CHECK(with("12125550101", ours, "Hello") == "400 21211");
  CHECK(with("+12125550101", "+12025550199", "Hello") == "400 21606");
  CHECK(with("+15005550009", ours, "Hello") == "created");
  CHECK(with("+12125550101", "+15005550008", "Hello") == "400 21606");
}

TEST_CASE("a number that no country has, or that calls itself, is not called and not written to") {
  World world;
  const auto code = [&](const std::string& path, const std::string& to) {
    const auto answer =
        world.request("POST", path, {{"To", to}, {"From", ours}, {"Body", "Hello"}, {"Url", "http://app:8800/start"}});
    return World::member(answer.body, "code");
  };
  for (const auto* to : {"+1212555", "+121255501019", "+0212555010"}) {
    CHECK(code("/Calls.json", to) == "21211");
    CHECK(code("/Messages.json", to) == "21211");
  }
  CHECK(code("/Calls.json", ours) == "21211");
  CHECK(code("/Messages.json", ours) == "21266");
}

TEST_CASE("what Twilio has below an account and the network has not is said to be not emulated") {
  World world;
  for (const auto* path : {".json", "/AvailablePhoneNumbers/US/Local.json", "/Queues.json", "/Conferences.json"}) {
    const auto answer = world.request("GET", path);
    CHECK(answer.status == 404);
    CHECK(World::member(answer.body, "message").find("not emulated") != std::string::npos);
  }
  CHECK(World::member(world.request("GET", "/Nothing.json").body, "message").find("was not found") !=
        std::string::npos);
}

TEST_CASE("with test credentials magic numbers have their answers, and nothing happens") {
  const std::string test_sid = "AC00000000000000000000000000000099";
  Settings settings = settings_with();
  settings.test_account_sid = test_sid;
  settings.test_auth_token = "test";
  World world(std::move(settings));
  const auto ask = [&](std::string method, const std::string& path, const http::Fields& fields,
                       std::string user = "AC00000000000000000000000000000099:test") {
    http::Request request{.method = std::move(method), .url = "/2010-04-01/Accounts/" + test_sid + path};
    request.headers = {{"Authorization", "Basic " + base64(user)}};
    if (request.method == "POST") request.body = http::encode_form(fields);
    const auto answer = world.send(std::move(request));
    if (answer.status == 201) CHECK(World::member(answer.body, "account_sid") == test_sid);
    return std::to_string(answer.status) + " " + World::member(answer.body, answer.status < 300 ? "status" : "code");
  };
  const auto call = [&](const std::string& to, const std::string& from) {
    return ask("POST", "/Calls.json", {{"To", to}, {"From", from}, {"Url", "http://app:8800/start"}});
  };
  const auto text = [&](const std::string& to, const std::string& from) {
    return ask("POST", "/Messages.json", {{"To", to}, {"From", from}, {"Body", "Hello"}});
  };
  http::Request lookup{.method = "GET", .url = "/v2/PhoneNumbers/+12125550101"};
  lookup.headers = {{"Authorization", "Basic " + base64(test_sid + ":test")}};
  const auto looked_up = world.send(std::move(lookup));
  CHECK(looked_up.status == 403);
  CHECK(World::member(looked_up.body, "code") == "20008");
  const std::string good = "+15005550006";
  CHECK(call("+12125550101", good) == "201 queued");
  CHECK(call("+15005550001", good) == "400 21217");
  CHECK(call("+15005550002", good) == "400 21214");
  CHECK(call("+15005550003", good) == "400 21215");
  CHECK(call("+15005550004", good) == "400 21216");
  CHECK(call("+12125550101", "+15005550001") == "400 21212");
  CHECK(call("+12125550101", ours) == "400 21210");
  CHECK(text("+12125550101", good) == "201 queued");
  CHECK(text("+15005550009", good) == "400 21614");
  CHECK(text("+12125550101", "+15005550007") == "400 21606");
  CHECK(text("+12125550101", "+15005550008") == "400 21611");
  CHECK(text("+12125550101", ours) == "400 21606");
  const auto buy = [&](const std::string& name, const std::string& value) {
    return ask("POST", "/IncomingPhoneNumbers.json", {{name, value}});
  };
  CHECK(buy("PhoneNumber", "+15005550000") == "400 21422");
  CHECK(buy("PhoneNumber", "+15005550001") == "400 21421");
  CHECK(buy("PhoneNumber", "+12125550101") == "400 21421");
  CHECK(buy("PhoneNumber", good) == "201 in-use");
  CHECK(buy("AreaCode", "533") == "400 21452");
  CHECK(buy("AreaCode", "500") == "201 in-use");
  CHECK(ask("GET", "/Calls.json", {}) == "403 20008");
  CHECK(ask("POST", "/Calls/CA1.json", {}) == "403 20008");
  CHECK(ask("POST", "/Calls.json", {}, test_sid + ":wrong") == "401 20003");
  CHECK(ask("GET", "/Calls.json", {}, sid + ":token") == "404 20404");
  world.run(minutes{1});
  CHECK(world.network.journal().count(EntryKind::call_accepted) == 0);
  CHECK(world.network.journal().count(EntryKind::text_accepted) == 0);
  CHECK(world.request("GET", "/IncomingPhoneNumbers.json").body.find(good) == std::string::npos);
}

TEST_CASE("a parameter that nobody knows is noted, and refused where the settings are strict") {
  const http::Fields fields{{"To", "+12125550101"}, {"From", ours}, {"Url", "http://app:8800/"}, {"Fallbackurl", "x"}};
  World lenient;
  CHECK(create(lenient, fields) == "created");
  CHECK(lenient.network.journal().entries().front().detail == "20001");
  Settings settings = settings_with();
  settings.strict = true;
  World strict(std::move(settings));
  CHECK(create(strict, fields) == "400 20001");
}

TEST_CASE("a list goes on from page to page, newest first, though calls arrive meanwhile") {
  World world;
  std::vector<std::string> made;
  for (int i = 0; i < 5; ++i) made.push_back(world.call(fmt::format("+1212555010{}", i % 2)));
  auto page = world.request("GET", "/Calls.json", {{"PageSize", "2"}});
  CHECK(World::member(page.body, "page_size") == "2");
  CHECK(World::member(page.body, "previous_page_uri") == "null");
  std::vector<std::string> listed;
  for (int turn = 0; turn < 10; ++turn) {
    for (auto at = page.body.find("\"sid\":\""); at != std::string::npos; at = page.body.find("\"sid\":\"", at + 1)) {
      listed.push_back(page.body.substr(at + 7, 34));
    }
    if (turn == 0) world.call("+12125550109");
    const std::string next = World::member(page.body, "next_page_uri");
    if (next == "null") break;
    const auto [path, fields] = take_apart(next);
    page = world.request("GET", path, fields);
  }
  std::reverse(listed.begin(), listed.end());
  CHECK(listed == made);
  const std::string back = World::member(page.body, "previous_page_uri");
  const auto [path, fields] = take_apart(back);
  const auto before = world.request("GET", path, fields);
  CHECK(count_of(before.body, "\"sid\":\"") == 2);
  CHECK(before.body.find(made[2]) != std::string::npos);
}

TEST_CASE("lists are filtered by number, status and time; a call in the queue has no time") {
  World world(settings_with("[numbers]\n\"+12125550101\" = \"busy\"\n"));
  world.call("+12125550101");
  world.run(minutes{1});
  world.call("+12125550102");
  const auto count = [&](http::Fields fields) {
    return count_of(world.request("GET", "/Calls.json", fields).body, "\"sid\":\"");
  };
  CHECK(count({}) == 2);
  CHECK(count({{"To", "+12125550101"}}) == 1);
  CHECK(count({{"Status", "busy"}}) == 1);
  CHECK(count({{"Status", "queued"}}) == 1);
  CHECK(count({{"From", "+12125550101"}}) == 0);
  CHECK(count({{"StartTime", "2026-11-25"}}) == 1);
  CHECK(count({{"StartTime>", "2026-11-25"}}) == 1);
  CHECK(count({{"StartTime<", "2026-11-24"}}) == 0);
  CHECK(count({{"StartTime>", "2026-11-25T16:59:59Z"}}) == 1);
  CHECK(count({{"StartTime>", "2026-11-25T17:00:30Z"}}) == 0);
  CHECK(world.request("GET", "/Calls.json", {{"StartTime", "today"}}).status == 400);
}

TEST_CASE("a call is deleted after its end and then not seen any more") {
  World world(settings_with("[numbers]\n\"+12125550101\" = \"busy\"\n"));
  const std::string call = world.call("+12125550101");
  CHECK(code(world.request("DELETE", "/Calls/" + call + ".json")) == "20009");
  world.run(minutes{1});
  const auto gone = world.request("DELETE", "/Calls/" + call + ".json");
  CHECK(gone.status == 204);
  CHECK(gone.body.empty());
  CHECK(world.request("GET", "/Calls/" + call + ".json").status == 404);
  CHECK(count_of(world.request("GET", "/Calls.json").body, "\"sid\":\"") == 0);
}

TEST_CASE("a number is bought, found, changed and given back") {
  World world;
  const auto bought = world.request("POST", "/IncomingPhoneNumbers.json",
                                    {{"PhoneNumber", "+12025550111"}, {"SmsUrl", "http://app:8800/sms"}});
  REQUIRE(bought.status == 201);
  const std::string path = "/IncomingPhoneNumbers/" + World::member(bought.body, "sid") + ".json";
  CHECK(code(world.request("POST", "/IncomingPhoneNumbers.json", {{"PhoneNumber", "+12025550111"}})) == "21422");
  CHECK(code(world.request("POST", "/IncomingPhoneNumbers.json", {{"PhoneNumber", "111"}})) == "21421");
  CHECK(world.request("POST", path, {{"VoiceUrl", "http://app:8800/in"}}).status == 200);
  CHECK(World::member(world.request("GET", path).body, "voice_url") == "http://app:8800/in");
  CHECK(World::member(world.request("GET", path).body, "sms_url") == "http://app:8800/sms");
  CHECK(count_of(world.request("GET", "/IncomingPhoneNumbers.json", {{"PhoneNumber", "*0111"}}).body, "\"sid\":") == 1);
  CHECK(count_of(world.request("GET", "/IncomingPhoneNumbers.json").body, "\"sid\":") == 2);
  CHECK(world.request("DELETE", path).status == 204);
  CHECK(world.request("GET", path).status == 404);
}

TEST_CASE("a key of the account opens it, and only with its own secret") {
  Settings settings = settings_with();
  settings.keys = {{"SK00000000000000000000000000000001", "secret"}};
  World world(std::move(settings));
  const auto ask = [&](const std::string& pair) {
    http::Request request{.method = "GET", .url = "/2010-04-01/Accounts/" + sid + "/Calls.json"};
    request.headers = {{"Authorization", "Basic " + base64(pair)}};
    return world.send(std::move(request)).status;
  };
  CHECK(ask("SK00000000000000000000000000000001:secret") == 200);
  CHECK(ask("SK00000000000000000000000000000001:token") == 401);
  CHECK(ask("SK00000000000000000000000000000002:secret") == 401);
  CHECK(ask(sid + ":token") == 200);
}

TEST_CASE("a number of an area code is bought where there is one") {
  World world;
  CHECK(create(world, {{"AreaCode", "533"}}, "/IncomingPhoneNumbers.json") == "400 21452");
  CHECK(create(world, {{"AreaCode", "12"}}, "/IncomingPhoneNumbers.json") == "400 21452");
  const auto bought = world.request("POST", "/IncomingPhoneNumbers.json", {{"AreaCode", "500"}});
  CHECK(World::member(bought.body, "phone_number").starts_with("+1500"));
}

TEST_CASE("what a number has none of is null, as are no URLs and applications") {
  World world;
  const auto bought = world.request("POST", "/IncomingPhoneNumbers.json", {{"PhoneNumber", "+12025550142"}});
  for (const auto* name : {"sms_url", "sms_fallback_url", "voice_url", "status_callback", "sms_application_sid",
                           "voice_application_sid", "trunk_sid"}) {
    INFO(name);
    CHECK(World::member(bought.body, name) == "null");
  }
}

TEST_CASE("a call says which of the account's numbers it is of") {
  World world;
  world.app.say("/in", "<Response/>");
  const auto number = World::member(world.request("GET", "/IncomingPhoneNumbers.json").body, "sid");
  CHECK(world.show(world.call("+12125550101"), "phone_number_sid") == number);
  CHECK(world.show(world.network.call_in("+12125550101", ours).value(), "phone_number_sid") == number);
}

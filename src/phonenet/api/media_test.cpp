// Texts with pictures.
#include "phonenet/records.h"
#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

http::Response send(World& world, http::Fields more) {
  http::Fields fields{{"To", "+12125550101"}, {"From", ours}, {"StatusCallback", "http://app:8800/status"}};
  for (auto& field : more) fields.push_back(std::move(field));
  return world.request("POST", "/Messages.json", fields);
}

http::Response bytes(World& world, const std::string& path) {
  return world.send({.method = "GET", .url = "/2010-04-01/Accounts/" + sid + path});
}

}  // namespace

TEST_CASE("pictures are fetched before the text leaves, listed, had again and deleted") {
  World world;
  world.app.pages["/cat"] = [](const http::Fields&) {
    return http::Response{.status = 200, .headers = {{"Content-Type", "image/png; q=1"}}, .body = "a cat"};
  };
  const auto made = send(world, {{"MediaUrl", "http://app:8800/cat"}, {"MediaUrl", "http://app:8800/cat?2"}});
  REQUIRE(made.status == 201);
  CHECK(World::member(made.body, "num_media") == "2");
  const auto text = World::member(made.body, "sid");
  CHECK(is_sid(text, "MM"));
  world.run(minutes{1});
  CHECK(world.app.values("/status", "MessageStatus") == "sent delivered ");
  const auto list = world.request("GET", "/Messages/" + text + "/Media.json", {{"PageSize", "1"}}).body;
  CHECK(World::member(list, "content_type") == "image/png");
  CHECK(World::member(list, "parent_sid") == text);
  CHECK(World::member(list, "next_page_uri") != "null");
  const auto path = "/Messages/" + text + "/Media/" + World::member(list, "sid");
  CHECK(bytes(world, path).body == "a cat");
  CHECK(world.request("GET", path + ".json").status == 200);
  CHECK(world.request("DELETE", path + ".json").status == 204);
  CHECK(world.request("GET", path + ".json").status == 404);
  CHECK(bytes(world, path).status == 404);
  CHECK(bytes(world, "/Messages/" + text + "/Media/ME00000000000000000000000000000000").status == 404);
}

TEST_CASE("a picture that cannot be had fails the text, and nothing is delivered") {
  World world;
  const auto made = send(world, {{"Body", "look"}, {"MediaUrl", "http://app:8800/gone"}});
  REQUIRE(made.status == 201);
  world.run(minutes{1});
  const auto text = world.request("GET", "/Messages/" + World::member(made.body, "sid") + ".json").body;
  CHECK(World::member(text, "status") == "failed");
  CHECK(World::member(text, "error_code") == "11200");
  CHECK(world.app.values("/status", "MessageStatus") == "failed ");
  CHECK(world.network.journal().count(EntryKind::text_delivered) == 0);
}

TEST_CASE("more pictures than ten, or what is no URL, are refused") {
  World world;
  http::Fields many;
  for (int i = 0; i < 11; ++i) many.emplace_back("MediaUrl", "http://app:8800/cat");
  CHECK(World::member(send(world, many).body, "code") == "21620");
  CHECK(World::member(send(world, {{"MediaUrl", "cat.png"}}).body, "code") == "21620");
}

TEST_CASE("feedback on a text is taken, and only what there is of it") {
  World world;
  const auto path = "/Messages/" + world.text("+12125550101", "hello") + "/Feedback.json";
  CHECK(World::member(world.request("POST", path, {{"Outcome", "unconfirmed"}}).body, "outcome") == "unconfirmed");
  CHECK(world.request("POST", path, {{"Outcome", "maybe"}}).status == 400);
  CHECK(world.request("GET", path).status == 404);
}

TEST_CASE(
    "pictures that a person sends are handed over where their bytes can be had, and one that cannot be had is not") {
  World world;
  world.app.pages["/cat"] = [](const http::Fields&) {
    return http::Response{.status = 200, .headers = {{"Content-Type", "image/png"}}, .body = "a cat"};
  };
  world.app.say("/sms", "<Response><Message><Body>Nice</Body><Media>/cat</Media></Message></Response>");
  const auto sent =
      world.network.write_in("+12125550101", ours, "look", {"http://app:8800/gone", "http://app:8800/cat"});
  REQUIRE(sent.ok());
  CHECK(is_sid(*sent, "MM"));
  world.run(minutes{1});
  CHECK(world.app.values("/sms", "NumMedia") == "1 ");
  CHECK(world.app.values("/sms", "MediaContentType0") == "image/png ");
  std::string url = world.app.values("/sms", "MediaUrl0");
  url.pop_back();
  CHECK(world.send({.method = "GET", .url = url.substr(std::string("https://api.twilio.com").size())}).body == "a cat");
  CHECK(world.app.unsigned_requests == 0);
  const auto list = world.request("GET", "/Messages.json", {{"To", "+12125550101"}}).body;
  CHECK(World::member(list, "num_media") == "1");
  CHECK(World::member(list, "direction") == "outbound-reply");
  CHECK(is_sid(World::member(list, "sid"), "MM"));
  CHECK_FALSE(world.network.write_in("+12125550101", ours, "look", {"no address"}).ok());
}

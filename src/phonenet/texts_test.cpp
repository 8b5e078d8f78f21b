#include "phonenet/exchange/texts.h"

#include "phonenet/exchange/segments.h"
#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

constexpr auto* body = "Clinic: your visit is on Thursday. Reply C to confirm, X to cancel, R for a call back.";

std::string show(World& world, const std::string& text, std::string_view name) {
  return World::member(world.request("GET", "/Messages/" + text + ".json").body, name);
}

}  // namespace

TEST_CASE("a text is queued, sent and delivered, with callbacks for all but the first") {
  World world(settings_with("[numbers]\n\"+12125550101\" = \"ignores\"\n"));
  const std::string text = world.text("+12125550101", body);
  CHECK(show(world, text, "status") == "queued");
  CHECK(show(world, text, "date_sent") == "null");
  world.run(minutes{1});
  CHECK(show(world, text, "status") == "delivered");
  CHECK(show(world, text, "num_segments") == "1");
  CHECK(show(world, text, "price") == "-0.00790");
  CHECK(world.app.values("/status", "MessageStatus") == "sent delivered ");
  CHECK(world.app.values("/status", "MessageSid") == text + " " + text + " ");
  CHECK(world.app.unsigned_requests == 0);
}

TEST_CASE("a text that cannot be delivered says why") {
  World world(settings_with("[numbers]\n\"+12125550101\" = \"unreachable\"\n\"+12125550102\" = \"not-in-service\"\n"));
  const std::string off = world.text("+12125550101", body);
  const std::string none = world.text("+12125550102", body);
  world.run(minutes{2});
  CHECK(show(world, off, "status") == "undelivered");
  CHECK(show(world, off, "error_code") == "30003");
  CHECK(show(world, none, "error_code") == "30005");
  CHECK(world.app.values("/status", "ErrorCode").find("30003") != std::string::npos);
}

TEST_CASE("people answer with the word that the text offers for their wish, some minutes later") {
  for (const auto& [persona, word] :
       std::vector<std::pair<std::string, std::string>>{{"confirms", "C"}, {"cancels", "X"}, {"call-back", "R"}}) {
    World world(settings_with("[numbers]\n\"+12125550101\" = \"" + persona + "\"\n"));
    world.app.say("/sms", "<Response><Message>Noted.</Message></Response>");
    world.text("+12125550101", body);
    world.run(minutes{30});
    CHECK(world.app.values("/sms", "Body") == word + " ");
    CHECK(world.app.values("/sms", "From") == "+12125550101 ");
    CHECK(world.app.values("/sms", "SmsStatus") == "received ");
    CHECK(world.app.unsigned_requests == 0);
    // The answer to the answer arrives, and nobody answers that.
    CHECK(world.network.journal().count(EntryKind::text_delivered) == 2);
    CHECK(world.network.journal().count(EntryKind::text_reply) == 1);
  }
}

TEST_CASE("after STOP the network itself refuses texts to that person until START") {
  World world(settings_with("[numbers]\n\"+12125550101\" = \"opts-out\"\n"));
  world.app.say("/sms", "<Response/>");
  world.text("+12125550101", body);
  world.run(minutes{30});
  CHECK(world.app.values("/sms", "Body") == "STOP ");
  const auto refused =
      world.request("POST", "/Messages.json", {{"To", "+12125550101"}, {"From", ours}, {"Body", "Hello"}});
  CHECK(refused.status == 400);
  CHECK(World::member(refused.body, "code") == "21610");
  CHECK(world.request("POST", "/Messages.json", {{"To", "+12125550102"}, {"From", ours}, {"Body", "Hello"}}).status ==
        201);
  REQUIRE(world.network.write_in("+12125550101", ours, " start ").ok());
  CHECK(world.request("POST", "/Messages.json", {{"To", "+12125550101"}, {"From", ours}, {"Body", "Hello"}}).status ==
        201);
}

TEST_CASE("HELP is answered by the network, and the application is asked all the same") {
  World world;
  world.app.say("/sms", "<Response/>");
  REQUIRE(world.network.write_in("+12125550101", ours, "help").ok());
  world.run(minutes{5});
  CHECK(world.app.values("/sms", "Body") == "help ");
  CHECK(world.network.journal().entries().back().text == "STOP ends texts from this number, START brings them back.");
}

TEST_CASE("an SmsUrl that fails is noted, and its fallback is asked") {
  Settings settings = settings_with();
  settings.numbers[0].sms_fallback_url = "http://app:8800/sms-fallback";
  World world(std::move(settings));
  world.app.pages["/sms-fallback"] = [](const http::Fields&) {
    return http::Response{.headers = {{"Content-Type", "text/plain"}}, .body = "Please call us"};
  };
  REQUIRE(world.network.write_in("+12125550101", ours, "Hello").ok());
  world.run(minutes{1});
  CHECK(world.app.values("/sms-fallback", "Body") == "Hello ");
  CHECK(world.network.journal().count(EntryKind::webhook) == 1);
  CHECK(world.network.journal().entries().back().text == "Please call us");
}

TEST_CASE("texts leave a number one segment a second") {
  World world(settings_with("[mix]\nignores = 1\n"));
  for (int i = 0; i < 10; ++i) world.text(fmt::format("+1212555{:04}", i), std::string(200, 'a'));
  world.run(seconds{9});
  const auto list = world.request("GET", "/Messages.json", {{"DateSent>", "2026-11-25"}});
  int sent = 0;
  for (std::size_t at = list.body.find("\"sid\""); at != std::string::npos; at = list.body.find("\"sid\"", at + 1))
    ++sent;
  CHECK(sent == 5);
}

TEST_CASE("segments are counted in septets, or in UTF-16 units where one character needs it") {
  CHECK(segments_of("") == 1);
  CHECK(segments_of(std::string(160, 'a')) == 1);
  CHECK(segments_of(std::string(161, 'a')) == 2);
  CHECK(segments_of(std::string(80, 'a') + "\r\n" + std::string(79, 'a')) == 2);
  CHECK(segments_of(std::string(80, 'a') + "\n" + std::string(79, 'a')) == 1);
  CHECK(segments_of(std::string(200, 'a') + "\r\n" + std::string(105, 'a')) == 3);
  const auto times = [](int count, std::string_view what) {
    std::string all;
    for (int i = 0; i < count; ++i) all += what;
    return all;
  };
  CHECK(segments_of(times(70, "\u00e9")) == 1);
  CHECK(segments_of(times(160, "\u00e9")) == 1);
  CHECK(segments_of(times(70, "e\u0301")) == 3);
  CHECK(segments_of(times(70, "\u4e2d")) == 1);
  CHECK(segments_of(times(71, "\u4e2d")) == 2);
  CHECK(segments_of(times(80, "|")) == 1);
  CHECK(segments_of(times(81, "|")) == 2);
}

TEST_CASE("opt-out words are whole bodies in any case") {
  CHECK(opt_word("Stop.") == OptWord::stop);
  CHECK(opt_word("cancel") == OptWord::stop);
  CHECK(opt_word("please stop") == OptWord::none);
  CHECK(opt_word("UNSTOP") == OptWord::start);
  CHECK(opt_word("") == OptWord::none);
}

#include "gateway/twilio/callback.h"

#include <doctest/doctest.h>

#include "gateway/twilio/code.h"
#include "gateway/twilio/date.h"
#include "gateway/twilio/path.h"
#include "gateway/twilio/status.h"

using namespace courtesy;
using namespace courtesy::twilio;

namespace {

/// A request about a call as it comes over the wire, with more or other fields.
http::Fields call_fields(const http::Fields& more) {
  http::Fields fields =
      http::parse_form(
          "AccountSid=AC00000000000000000000000000000001&ApiVersion=2010-04-01&CallSid="
          "CA00000000000000000000000000000001"
          "&Called=%2B15005550010&Caller=%2B15005550006&Direction=outbound-api&From=%2B15005550006&FromCity=&"
          "To=%2B15005550010&ToCountry=US")
          .value();
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

http::Fields text_fields(const http::Fields& more) {
  http::Fields fields = http::parse_form(
                            "AccountSid=AC00000000000000000000000000000001&From=%2B15005550006"
                            "&MessageSid=SM00000000000000000000000000000001"
                            "&SmsSid=SM00000000000000000000000000000001&To=%2B15005550010")
                            .value();
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

}  // namespace

TEST_CASE("a status callback of a call says state, sequence, time and length in our words") {
  const auto call = parse_call(call_fields({{"CallStatus", "completed"},
                                            {"CallbackSource", "call-progress-events"},
                                            {"Timestamp", "Sun, 25 Mar 2018 09:53:19 +0000"},
                                            {"SequenceNumber", "3"},
                                            {"CallDuration", "49"},
                                            {"Duration", "1"},
                                            {"SipResponseCode", "200"}}),
                               "7.11.x")
                        .value();
  CHECK(call.token == "7.11.x");
  CHECK(call.provider_id == "CA00000000000000000000000000000001");
  CHECK(call.from == "+15005550006");
  CHECK(call.to == "+15005550010");
  CHECK_FALSE(call.inbound);
  CHECK(call.state == AttemptState::ended);
  CHECK(call.outcome == AttemptOutcome::none);
  CHECK(call.sequence == 3);
  CHECK(to_string(call.at.value()) == "2018-03-25T09:53:19Z");
  CHECK(call.duration == seconds{49});
  CHECK(call.code.empty());
  CHECK(call.answered_by == AnsweredBy::not_asked);
}

TEST_CASE("the words for a call's state are all known") {
  const std::vector<std::pair<std::string, Progress>> words{
      {"queued", {AttemptState::accepted}},
      {"initiated", {AttemptState::accepted}},
      {"ringing", {AttemptState::ringing}},
      {"in-progress", {AttemptState::in_progress}},
      {"completed", {AttemptState::ended, AttemptOutcome::none}},
      {"busy", {AttemptState::ended, AttemptOutcome::busy}},
      {"no-answer", {AttemptState::ended, AttemptOutcome::no_answer}},
      {"failed", {AttemptState::ended, AttemptOutcome::failed}},
      {"canceled", {AttemptState::ended, AttemptOutcome::cancelled}},
  };
  for (const auto& [word, progress] : words) {
    const auto call = parse_call(call_fields({{"CallStatus", word}}), "").value();
    CHECK(Progress{call.state, call.outcome} == progress);
  }
  CHECK_FALSE(parse_call(call_fields({{"CallStatus", "cancelled"}}), "").ok());
  CHECK_FALSE(parse_call(call_fields({}), "").ok());
}

TEST_CASE("keys are keys, and a recording that ends by hanging up is none") {
  const auto digits = [](const std::string& text) {
    return parse_call(call_fields({{"CallStatus", "in-progress"}, {"Digits", text}}), "").value().digits;
  };
  CHECK(digits("1") == "1");
  CHECK(digits("12*#") == "12*#");
  CHECK(digits("") == "");
  CHECK(digits("hangup") == "");
  CHECK(digits(std::string(65, '1')) == "");
}

TEST_CASE("who has picked up is a hint in five shades") {
  const auto who = [](const std::string& word) {
    return parse_call(call_fields({{"CallStatus", "in-progress"}, {"AnsweredBy", word}}), "").value().answered_by;
  };
  CHECK(who("human") == AnsweredBy::person);
  CHECK(who("machine_start") == AnsweredBy::machine);
  CHECK(who("machine_end_beep") == AnsweredBy::machine_beeped);
  CHECK(who("machine_end_silence") == AnsweredBy::machine_silent);
  CHECK(who("fax") == AnsweredBy::fax);
  CHECK(who("unknown") == AnsweredBy::unclear);
  CHECK(who("something_new") == AnsweredBy::unclear);
}

TEST_CASE("why a call came to nothing is kept as a code") {
  const auto code = [](const http::Fields& fields) {
    http::Fields all{{"CallStatus", "busy"}};
    all.insert(all.end(), fields.begin(), fields.end());
    return parse_call(call_fields(all), "").value().code;
  };
  CHECK(code({{"SipResponseCode", "486"}}) == "sip_486");
  CHECK(code({{"ErrorCode", "11200"}, {"SipResponseCode", "200"}}) == "11200");
  CHECK(code({{"ErrorCode", "0"}}) == "");
}

TEST_CASE("a field that says two things, or a sid that is none, is an error that quotes nothing") {
  const auto twice = parse_call(call_fields({{"CallStatus", "ringing"}, {"CallStatus", "completed"}}), "");
  CHECK(twice.error().code == ErrorCode::invalid);
  CHECK(twice.error().message.find("completed") == std::string::npos);
  CHECK(parse_call(call_fields({{"CallStatus", "ringing"}, {"CallStatus", "ringing"}}), "").ok());
  CHECK_FALSE(parse_call({{"CallSid", "CA1"}, {"CallStatus", "ringing"}}, "").ok());
  CHECK_FALSE(parse_text_status(call_fields({{"MessageStatus", "sent"}}), "").ok());
}

TEST_CASE("a text's status is refined by its receipt, in whatever order they come") {
  const auto status = [](const std::string& word) {
    return parse_text_status(text_fields({{"MessageStatus", word}, {"SmsStatus", word}}), "7.12.x").value();
  };
  CHECK(status("queued").state == AttemptState::accepted);
  CHECK(status("sending").state == AttemptState::accepted);
  CHECK(status("sent").outcome == AttemptOutcome::sent);
  CHECK(status("delivered").outcome == AttemptOutcome::delivered);
  CHECK(status("undelivered").outcome == AttemptOutcome::failed);
  CHECK(status("failed").outcome == AttemptOutcome::failed);
  CHECK(may_follow(status("sending").state, status("sent").state));
  CHECK(may_follow(status("sent").outcome, status("delivered").outcome));
  CHECK_FALSE(may_follow(status("delivered").outcome, status("sent").outcome));
  CHECK_FALSE(parse_text_status(text_fields({{"MessageStatus", "vanished"}}), "").ok());
}

TEST_CASE("a text that failed says why, and an opt-out is an opt-out") {
  const auto failed = [](const std::string& code) {
    return parse_text_status(text_fields({{"MessageStatus", "undelivered"}, {"ErrorCode", code}}), "").value();
  };
  CHECK(failed("30003").trouble == Trouble::passing);
  CHECK(failed("30006").trouble == Trouble::recipient);
  CHECK(failed("30007").trouble == Trouble::configuration);
  CHECK(failed("30006").code == "30006");
  CHECK_FALSE(failed("30006").detail.empty());
  CHECK(failed("21610").opted_out);
  CHECK(failed("77777").trouble == Trouble::none);
}

TEST_CASE("a text whose carrier timed out may have been delivered, and bars another") {
  const auto status = parse_text_status(text_fields({{"MessageStatus", "failed"}, {"ErrorCode", "30410"}}), "").value();
  CHECK(bars_another(status.state, status.outcome));
}

TEST_CASE("a text to us keeps its body as it was written") {
  const auto text =
      parse_incoming_text(text_fields({{"Body", "  C \n"}, {"SmsStatus", "received"}, {"OptOutType", "STOP"}})).value();
  CHECK(text.body == "  C \n");
  CHECK(text.from == "+15005550006");
  CHECK(text.network_keyword == NetworkKeyword::stop);
  CHECK(parse_incoming_text(text_fields({})).value().body.empty());
  CHECK_FALSE(parse_incoming_text(text_fields({{"To", "+15005550019"}})).ok());
  CHECK_FALSE(parse_incoming_text({{"From", "+15005550006"}, {"To", "+15005550010"}, {"Body", "C"}}).ok());
}

TEST_CASE("the paths under which we are called back are read as they are written") {
  const std::vector<HookPath> paths{{Channel::call, "7.11.x-Y_z", "answer"},
                                    {Channel::call, "7.11.x-Y_z", "step/3/keys"},
                                    {Channel::text, "7.11.x-Y_z", "status"},
                                    {Channel::text, "", "incoming"},
                                    {Channel::call, "", "incoming"}};
  for (const HookPath& path : paths) {
    const std::string url = hook_url("https://c.example", path);
    CHECK(parse_hook_path(url.substr(17)) == path);
  }
  CHECK(hook_url("https://c.example", paths[0]) == "https://c.example/twilio/call/7.11.x-Y_z/answer");
}

TEST_CASE("another path is none of ours") {
  for (const char* path :
       {"/", "/twilio", "/twilio/call", "/twilio/call/", "/twilio/call/7.11.x", "/twilio/call/7.11.x/",
        "/twilio/email/7.11.x/status", "/twilio/call//answer", "/twilio/call/7.11.x/../status",
        "/twilio/call/7.11.%78/status", "/twilio/call/7.11.x/status/", "/Twilio/call/7.11.x/status",
        "/twilio/call/7.11.x/7.12.y/status", "/twilio/call/7.11.x/status?x=1"}) {
    CAPTURE(path);
    CHECK_FALSE(parse_hook_path(path));
  }
}

TEST_CASE("dates are read as Twilio writes them") {
  CHECK(parse_rfc2822("Tue, 31 Aug 2010 20:36:28 +0000") == parse_instant("2010-08-31T20:36:28Z").value());
  CHECK(parse_rfc2822("Thu, 1 Jan 2026 00:00:00 -0500") == parse_instant("2026-01-01T05:00:00Z").value());
  CHECK(parse_rfc2822("01 Jan 2026 00:00:00 +0000") == parse_instant("2026-01-01T00:00:00Z").value());
  for (const char* text :
       {"", "soon", "Tue, 31 Feb 2010 20:36:28 +0000", "Tue, 31 Aug 2010 20:36 +0000", "Tue, 31 Aug 2010 20:36:28",
        "Tue, 31 Aug 2010 20:36:28 GMT", "Tue, 31 08 2010 20:36:28 +0000", "Tue, 31 Aug 2010 20:36:28 +0000 x",
        "2010-08-31T20:36:28Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc2822(text));
  }
}

TEST_CASE("of a call to us a number that is withheld is none, and how far the network vouches for it is one word") {
  const auto inbound = [](http::Fields more) {
    http::Fields fields{{"CallSid", "CA00000000000000000000000000000001"},
                        {"CallStatus", "ringing"},
                        {"To", "+12125550199"},
                        {"Direction", "inbound"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return parse_call(fields, "").value();
  };
  CHECK(inbound({{"From", "+266696687"}}).from.empty());
  CHECK(inbound({{"From", "+12125550123"}}).from == "+12125550123");
  CHECK(inbound({{"StirVerstat", "TN-Validation-Passed-A"}}).attestation == "A");
  CHECK(inbound({{"StirVerstat", "TN-Validation-Failed-C"}}).attestation == "failed-C");
  CHECK(inbound({{"StirVerstat", "No-TN-Validation"}}).attestation.empty());
  CHECK(inbound({}).attestation.empty());
}

TEST_CASE("what was recorded is named by its sid alone, and a dialled call that is over was talked in or not") {
  const auto call = [](http::Fields more) {
    http::Fields fields{{"CallSid", "CA00000000000000000000000000000001"}, {"CallStatus", "in-progress"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return parse_call(fields, "").value();
  };
  const auto recorded = call({{"RecordingSid", "RE00000000000000000000000000000001"},
                              {"RecordingUrl", "https://evil.example/x"},
                              {"RecordingDuration", "14"},
                              {"Digits", "hangup"}});
  CHECK(recorded.recording == "RE00000000000000000000000000000001");
  CHECK(recorded.recording_length == seconds{14});
  CHECK(recorded.digits.empty());
  CHECK(call({{"RecordingSid", "../evil"}}).recording.empty());
  CHECK_FALSE(call({}).connected);
  CHECK(call({{"DialCallStatus", "completed"}}).connected == true);
  CHECK(call({{"DialCallStatus", "no-answer"}}).connected == false);
}

// Queues, conferences, texts and speech within a call.
#include <doctest/doctest.h>

#include "twiml/test_call.h"

using namespace courtesy;
using namespace courtesy::twiml;
using courtesy::twiml::testing::Call;

namespace {

constexpr auto* queued =
    R"(<Response><Enqueue waitUrl="wait" action="after" maxQueueSize="5">support</Enqueue><Say>Bye</Say></Response>)";
constexpr auto* in_room =
    R"(<Response><Dial action="after"><Conference waitUrl="wait" endConferenceOnExit="true">Room 7</Conference></Dial></Response>)";

QueueLeft left(QueueLeft::Result result, std::int64_t seconds = 9) { return {0, result, "QU1", seconds}; }

}  // namespace

TEST_CASE("who is in a queue hears its document from the start again and again, until it is left") {
  Call call;
  call.take();
  CHECK(call.page(queued).take() == "(enqueue support of 5)");
  CHECK(call.in_room(Waits{}).take() == "[POST wait]");
  CHECK(call.last_fetch.link.document == "http://app/voice/start");
  CHECK(call.page("<Response><Say>You wait</Say><Pause/></Response>").take() == "<You wait>");
  CHECK(call.heard().take() == "(1000ms)");
  CHECK(call.time().take() == "[POST wait]");
  CHECK(call.page("<Response><Say>Still</Say></Response>").take() == "<Still>");
  CHECK(call.in_room(Connected{}).take() == "(stop)");
  CHECK(call.heard().time().take() == "");
  CHECK(call.in_room(left(QueueLeft::Result::bridged)).take() ==
        "[POST after QueueResult=bridged QueueSid=QU1 QueueTime=9]");
  CHECK(call.last_fetch.link.document == "http://app/voice/start");
}

TEST_CASE("Leave leaves the queue, and without an action the document goes on behind the Enqueue") {
  Call call;
  call.page("<Response><Enqueue waitUrl=\"wait\">support</Enqueue><Say>Bye</Say></Response>");
  call.in_room(Waits{}).take();
  CHECK(call.page("<Response><Leave/><Say>no</Say></Response>").take() == "(leave)");
  CHECK(call.in_room(left(QueueLeft::Result::leave)).take() == "<Bye>");
  CHECK(call.heard().take() == "(hangup 0)");
}

TEST_CASE("a queue that is full, and one without a document, are what they are") {
  Call full;
  full.page(queued).take();
  CHECK(full.in_room(left(QueueLeft::Result::queue_full, 0)).take() ==
        "[POST after QueueResult=queue-full QueueSid=QU1 QueueTime=0]");
  Call silent;
  silent.page("<Response><Enqueue>support</Enqueue></Response>").take();
  CHECK(silent.in_room(Waits{}).take() == "");
  CHECK(silent.in_room(left(QueueLeft::Result::hangup)).take() == "(hangup 0)");
}

TEST_CASE("keys are collected in a queue, and those who wait may hang up or be led on") {
  Call call;
  call.page(queued);
  call.in_room(Waits{}).take();
  call.page("<Response><Gather numDigits=\"1\" action=\"chosen\"><Say>Press 1 to leave</Say></Gather></Response>");
  CHECK(call.keys("1").take() == "<Press 1 to leave>(stop)[POST chosen Digits=1]");
  CHECK(call.page("<Response><Redirect>more</Redirect></Response>").take() == "[POST more]");
  CHECK(call.page("<Response><Hangup/></Response>").take() == "(hangup 0)");
}

TEST_CASE("a wrong document for those who wait is silence and no end") {
  Call call;
  call.page(queued);
  call.in_room(Waits{}).take();
  CHECK(call.page("<Response><Record/></Response>").take() == "{13238}");
  CHECK_FALSE(call.executor.ended());
  CHECK(call.in_room(left(QueueLeft::Result::bridged)).take().starts_with("[POST after QueueResult=bridged"));
}

TEST_CASE("a document for those who wait that says nothing is not asked for ever") {
  Call call;
  call.page(queued);
  call.in_room(Waits{});
  int asked = 0;
  while (asked < 100 && call.take().find("{11215}") == std::string::npos) {
    call.page("<Response/>");
    ++asked;
  }
  CHECK(asked == 49);
  CHECK_FALSE(call.executor.ended());
}

TEST_CASE("Leave outside of a queue ends the call") {
  Call call;
  call.take();
  CHECK(call.page("<Response><Leave/></Response>").take() == "{12200}(hangup 0)");
}

TEST_CASE("a conference is waited for and left, and its action asked") {
  Call call;
  call.take();
  CHECK(call.page(in_room).take() == "(conference Room 7 starts ends 250)");
  CHECK(call.in_room(Waits{}).take() == "[POST wait]");
  CHECK(call.page("<Response><Play>music.wav</Play></Response>").take() == "<music.wav>");
  CHECK(call.in_room(Connected{}).take() == "(stop)");
  CHECK(call.in_room(DialEnded{0, DialEnded::Status::answered, "", 30}).take() ==
        "[POST after DialCallStatus=answered DialBridged=true]");
}

TEST_CASE("a conference's attributes are read, wrong ones warned of, and Leave is none of its verbs") {
  Call call;
  call.take();
  call.page(R"(<Response><Dial hangupOnStar="true"><Conference muted="true" startConferenceOnEnter="false"
      maxParticipants="1" record="true" waitUrl="wait">r</Conference></Dial><Say>Bye</Say></Response>)");
  CHECK(call.take() == "{12200}{13230}(conference r muted 250)");
  CHECK(call.in_room(Waits{}).page("<Response><Leave/></Response>").take() == "[POST wait]{13238}");
  CHECK(call.keys("*").take() == "(stop dial)");
  CHECK(call.in_room(DialEnded{0, DialEnded::Status::answered, "", 0}).take() == "<Bye>");
}

TEST_CASE("a queue is dialled like a number") {
  Call call;
  call.take();
  CHECK(call.page("<Response><Dial action=\"after\"><Queue>support</Queue></Dial></Response>").take() ==
        "(dial queue support 30s)");
  CHECK(call.in_room(DialEnded{0, DialEnded::Status::no_answer, "", 0}).take() ==
        "[POST after DialCallStatus=no-answer DialBridged=false]");
}

TEST_CASE("a live call that is led elsewhere leaves queue and conference") {
  Call waiting;
  waiting.page(queued).take();
  waiting.obey(waiting.executor.on(Redirected{.url = "http://app/else"}));
  CHECK(waiting.take() == "(leave)[POST http://app/else]");
  CHECK(waiting.in_room(left(QueueLeft::Result::leave)).take() == "");
  Call talking;
  talking.page(in_room).take();
  talking.obey(talking.executor.on(Redirected{.url = "http://app/else"}));
  CHECK(talking.take() == "(stop dial)[POST http://app/else]");
}

TEST_CASE("a text is sent from within a call, and the document goes on, or its action is asked") {
  Call call;
  call.take();
  call.page(R"(<Response><Message to="+12125550101" statusCallback="told"><Body>Hello</Body><Media>a.png</Media>
      </Message><Sms>Bye</Sms><Message/></Response>)");
  CHECK(call.take() == "(text to '+12125550101' from '': Hello +a.png, tell told)");
  const auto sent = [&](std::string sid) { call.obey(call.executor.on(TextSent{call.ticket, std::move(sid)})); };
  sent("SM1");
  CHECK(call.take() == "(text to '' from '': Bye)");
  sent("");
  CHECK(call.take() == "{14103}(hangup 0)");
  Call asking;
  asking.page("<Response><Sms action=\"sent\">Hi</Sms></Response>").take();
  asking.obey(asking.executor.on(TextSent{asking.ticket, "SM2"}));
  CHECK(asking.take() == "[POST sent MessageSid=SM2 MessageStatus=queued SmsSid=SM2 SmsStatus=queued]");
}

TEST_CASE("what is said stops the prompt, and goes to the action after a silence") {
  Call call;
  call.page(
      R"(<Response><Gather input="speech dtmf" action="said" timeout="4"><Say>Who calls?</Say></Gather></Response>)");
  call.take();
  CHECK(call.speech("Ada Lovelace", 0.8).take() == "(stop)(4000ms)");
  CHECK(call.speech("speaking").take() == "(4000ms)");
  CHECK(call.time().take() == "[POST said SpeechResult=Ada Lovelace speaking Confidence=0.80]");
}

TEST_CASE("keys count for more than words, and each only where it is wanted") {
  Call both;
  both.page(R"(<Response><Gather input="dtmf speech" action="a" speechTimeout="auto"/></Response>)");
  CHECK(both.speech("one").take().ends_with("(5000ms)(1000ms)"));
  CHECK(both.keys("1").time().take() == "(5000ms)[POST a Digits=1]");
  Call keys_only;
  keys_only.page(R"(<Response><Gather action="a"/><Say>Bye</Say></Response>)").take();
  CHECK(keys_only.speech("one").take() == "");
  CHECK(keys_only.time().take() == "<Bye>");
  Call speech_only;
  speech_only.page(R"(<Response><Gather input="speech" action="a" speechTimeout="2"/></Response>)").take();
  CHECK(speech_only.keys("1").take() == "");
  CHECK(speech_only.speech("one").take() == "(2000ms)");
}

TEST_CASE("a Gather that does not let itself be interrupted speaks to its end, and partial results are warned of") {
  Call call;
  call.page(R"(<Response><Gather input="speech" bargeIn="false" action="a" partialResultCallback="p">
      <Say>Listen</Say></Gather></Response>)");
  CHECK(call.take() == "[POST http://app/voice/start]{13335}<Listen>");
  CHECK(call.speech("one").take() == "");
  CHECK(call.heard().take() == "(5000ms)");
  CHECK(call.speech("two").take() == "(5000ms)");
  CHECK(call.time().take() == "[POST a SpeechResult=two Confidence=0.90]");
  Call wrong;
  wrong.page(R"(<Response><Gather input="thought" action="a"/></Response>)");
  CHECK(wrong.take().find("{13335}") != std::string::npos);
  CHECK(wrong.keys("1").take() == "(5000ms)");
}

#include "twiml/executor.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "twiml/messaging.h"
#include "twiml/speech.h"
#include "twiml/test_call.h"

using namespace courtesy;
using namespace courtesy::twiml;
using courtesy::twiml::testing::Call;

TEST_CASE("a document runs from top to bottom, and at its end the call is hung up") {
  Call call;
  CHECK(call.take() == "[POST http://app/voice/start]");
  call.page("<Response><Say>One</Say><Pause length=\"2\"/><Play>two.mp3</Play></Response>");
  CHECK(call.take() == "<One>");
  CHECK(call.heard().take() == "(2000ms)");
  CHECK(call.time().take() == "<two.mp3>");
  CHECK(call.heard().take() == "(hangup 0)");
  CHECK(call.executor.ended());
  CHECK(call.heard().keys("1").take().empty());
}

TEST_CASE("the first key stops the prompt, and the wanted number of keys goes to the action") {
  Call call;
  call.page(
      "<Response><Gather numDigits=\"2\" action=\"next\"><Say>Press</Say><Say>two keys</Say></Gather></Response>");
  call.take();
  CHECK(call.keys("4").take() == "(stop)(5000ms)");
  CHECK(call.keys("2").take() == "[POST next Digits=42]");
  CHECK(call.last_fetch.link.document == "http://app/voice/start");
  call.page("<Response/>");
  CHECK(call.take() == "(hangup 0)");
}

TEST_CASE("the timeout runs from the end of the prompts and again from each key") {
  Call call;
  call.page("<Response><Gather timeout=\"7\" action=\"next\"><Say>Press</Say></Gather><Say>Bye</Say></Response>");
  CHECK(call.take() == "[POST http://app/voice/start]<Press>");
  CHECK(call.heard().take() == "(7000ms)");
  CHECK(call.keys("1").take() == "(7000ms)");
  CHECK(call.time().take() == "[POST next Digits=1]");
}

TEST_CASE("without a key a Gather falls through to the next verb") {
  Call call;
  call.page("<Response><Gather action=\"next\"><Say>Press</Say></Gather><Say>Bye</Say></Response>");
  call.heard().take();
  CHECK(call.time().take() == "<Bye>");
}

TEST_CASE("finishOnKey as the first key is no input, later it ends the input and is not part of it") {
  const auto* document = "<Response><Gather finishOnKey=\"*\" action=\"next\"/><Say>Bye</Say></Response>";
  Call first;
  first.page(document).take();
  CHECK(first.keys("*").take() == "<Bye>");
  Call later;
  later.page(document).take();
  CHECK(later.keys("12*").take() == "(5000ms)(5000ms)[POST next Digits=12]");
}

TEST_CASE("an empty finishOnKey makes # a key like others") {
  Call call;
  call.page("<Response><Gather finishOnKey=\"\" numDigits=\"1\" action=\"next\"/></Response>").take();
  CHECK(call.keys("#").take() == "[POST next Digits=#]");
}

TEST_CASE("actionOnEmptyResult asks the action though no key came") {
  Call call;
  call.page("<Response><Gather actionOnEmptyResult=\"true\" action=\"next\"/><Say>Bye</Say></Response>").take();
  CHECK(call.time().take() == "[POST next]");
}

TEST_CASE("a key pressed before the Gather is lost") {
  Call call;
  call.page("<Response><Say>Wait</Say><Gather action=\"next\" numDigits=\"1\"/></Response>").take();
  CHECK(call.keys("1").take().empty());
  CHECK(call.heard().take() == "(5000ms)");
}

TEST_CASE("a Gather without an action asks its own document again") {
  Call call;
  call.page("<Response><Gather numDigits=\"1\"/></Response>").take();
  CHECK(call.keys("1").take() == "[POST http://app/voice/start Digits=1]");
}

TEST_CASE("loop repeats a piece, and a wrong loop is warned of and plays once") {
  Call call;
  call.page("<Response><Say loop=\"2\">A</Say><Say loop=\"x\">B</Say></Response>");
  CHECK(call.take() == "[POST http://app/voice/start]<A>");
  CHECK(call.heard().take() == "<A>");
  CHECK(call.heard().take() == "{13510}<B>");
  CHECK(call.heard().take() == "(hangup 0)");
}

TEST_CASE("what a document asks after Redirect or Hangup does not happen") {
  Call call;
  call.page("<Response><Redirect method=\"GET\">other?a=1</Redirect><Say>never</Say></Response>");
  CHECK(call.take() == "[POST http://app/voice/start][GET other?a=1]");
  call.page("<Response><Hangup/><Say>never</Say></Response>");
  CHECK(call.take() == "(hangup 0)");
}

TEST_CASE("a document that fails asks the fallback with code and URL, and one that fails too ends with an apology") {
  Call call({.url = "http://app/a", .fallback_url = "http://other/b"});
  call.take();
  call.page("", "text/html", 500);
  CHECK(call.take() == "{11200}[POST http://other/b ErrorCode=11200 ErrorUrl=http://app/a]");
  call.page("<Respons/>");
  CHECK(call.take() == "{12102}<We are sorry, an application error has occurred. Goodbye.>");
  CHECK(call.heard().take() == "(hangup 3)");
}

TEST_CASE("a caller whose first document fails is answered to hear the apology") {
  Call call({.url = "http://app/in", .answered = false});
  call.take();
  call.page("", "text/html", 500);
  CHECK(call.take() == "{11200}(answer)<We are sorry, an application error has occurred. Goodbye.>");
  CHECK(call.heard().take() == "(hangup 3)");
}

TEST_CASE("each kind of wrong document has its code") {
  const auto code_of = [](std::string_view body, std::string type = "text/xml", int status = 200) {
    Call call;
    call.take();
    return call.page(body, std::move(type), status).take().substr(0, 7);
  };
  CHECK(code_of("<Response><Say>a & b</Say></Response>") == "{12100}");
  CHECK(code_of("\n<?xml version=\"1.0\"?><Response/>") == "{12100}");
  CHECK(code_of("<Answer/>") == "{12102}");
  CHECK(code_of("<Response/>", "application/json") == "{12300}");
  CHECK(code_of("<Response/>", "") == "{12300}");
  CHECK(code_of("") == "{11770}");
  CHECK(code_of(std::string(70'000, ' ')) == "{11750}");
  CHECK(code_of("gone", "text/plain", 404) == "{11200}");
  for (const auto* verb : {"Start", "Stop", "Connect", "Queue", "Refer", "Echo", "Pay", "Prompt"}) {
    CHECK(code_of(fmt::format("<Response><{}/></Response>", verb)) == "{12400}");
  }
  CHECK(code_of("<Response><Enqueue><Task>{}</Task></Enqueue></Response>") == "{12400}");
  CHECK(code_of("<Response><Dial><Client>joe</Client></Dial></Response>") == "{12400}");
  CHECK(code_of("<Response><Dial><Number>1</Number><Queue>a</Queue></Dial></Response>") == "{12400}");
}

TEST_CASE("an unknown verb or attribute is warned of and skipped") {
  Call call;
  call.page("<Response>text<say>no</say><Say colour=\"red\">yes</Say></Response>");
  CHECK(call.take() == "[POST http://app/voice/start]{12200}{12200}{12200}<yes>");
}

TEST_CASE("plain text is spoken and audio is played") {
  Call call;
  call.take();
  CHECK(call.page("Hello there", "text/plain; charset=utf-8").take() == "<Hello there>");
  Call audio;
  audio.take();
  CHECK(audio.page("RIFF", "audio/wav").take() == "<http://app/voice/start>");
}

TEST_CASE("fifty documents in a row without a sound are the end") {
  Call call;
  int documents = 0;
  while (!call.executor.ended() && documents < 1000) {
    const std::string said = call.take();
    if (said.find("<We are sorry") != std::string::npos) {
      call.heard();
    } else {
      call.page("<Response><Redirect/></Response>");
      ++documents;
    }
  }
  CHECK(documents == 50);
}

TEST_CASE("a live call that is redirected stops speaking, forgets its Gather and runs the new document") {
  Call call;
  call.page("<Response><Gather action=\"next\"><Say>Press</Say></Gather></Response>").take();
  call.obey(call.executor.on(Redirected{.url = "http://app/machine"}));
  CHECK(call.take() == "(stop)[POST http://app/machine]");
  CHECK(call.keys("1").take().empty());
  call.page("<Response><Say>Hello machine</Say></Response>");
  CHECK(call.take() == "<Hello machine>");
}

TEST_CASE("what is recorded goes to the action with what ended it") {
  Call call;
  call.page(R"(<Response><Record action="/kept" maxLength="60" finishOnKey="#"/><Say>never</Say></Response>)").take();
  call.keys("12");  // not among finishOnKey: they are part of what is recorded
  CHECK(call.take().empty());
  call.keys("#");
  CHECK(call.take() == "(stop recording)");
  call.keys("#").recorded();
  CHECK(call.take() == "[POST /kept RecordingSid=RE1 RecordingUrl=http://net/RE1 RecordingDuration=4 Digits=#]");
}

TEST_CASE("a recording ends by itself too, and then no key is given") {
  Call call;
  call.page(R"(<Response><Record action="/kept" timeout="3" playBeep="false" trim="do-not-trim"
               recordingStatusCallback="/told"/></Response>)");
  CHECK(call.take() == "[POST http://app/voice/start](record 3s 3600s untrimmed)(tell /told)");
  call.recorded();
  CHECK(call.take() == "[POST /kept RecordingSid=RE1 RecordingUrl=http://net/RE1 RecordingDuration=4 Digits=]");
}

TEST_CASE("a Record in which nothing was said falls through to the next verb") {
  Call call;
  call.page(R"(<Response><Record action="/kept"/><Say>Nothing came</Say></Response>)").take();
  call.recorded(false);
  CHECK(call.take() == "<Nothing came>");
}

TEST_CASE("who hangs up while being recorded has the recording kept, and the answer is not run") {
  Call call;
  call.page(R"(<Response><Record action="/kept"/></Response>)").take();
  call.recorded(true, true);
  CHECK(call.take() == "[POST /kept RecordingSid=RE1 RecordingUrl=http://net/RE1 RecordingDuration=4 Digits=hangup]");
  call.obey(call.executor.on(HungUp{}));
  call.page("<Response><Say>Thank you</Say></Response>");
  CHECK(call.take().empty());
}

TEST_CASE("a Record without an action asks its own document again") {
  Call call;
  call.page(R"(<Response><Record/></Response>)").take();
  call.recorded();
  CHECK(call.take().starts_with("[POST http://app/voice/start RecordingSid=RE1"));
}

TEST_CASE("a dialled call tells the action how it went, and the rest of the document never runs") {
  Call call;
  call.page(R"(<Response><Dial action="/after" timeout="20" callerId="+1202"><Number>+1303</Number></Dial>
               <Say>never</Say></Response>)");
  CHECK(call.take() == "[POST http://app/voice/start](dial +1303 20s as +1202)");
  call.keys("1*").dialled(DialEnded::Status::completed, 31);
  CHECK(call.take() == "[POST /after DialCallStatus=completed DialBridged=true DialCallSid=CA2 DialCallDuration=31]");
}

TEST_CASE("what is recorded of a dialled call is as <Dial> says, and its URL goes to the action") {
  Call call;
  call.page(R"(<Response><Dial action="/after" record="record-from-ringing-dual" trim="trim-silence"
      recordingStatusCallback="/told" recordingStatusCallbackEvent="in-progress">+12125550101</Dial></Response>)");
  CHECK(call.take() ==
        "[POST http://app/voice/start](record dialled from ringing dual trimmed)(tell /told begins no end)"
        "(dial +12125550101 30s)");
  call.obey(call.executor.on(DialEnded{call.ticket, DialEnded::Status::completed, "CA2", 9, "http://net/RE1"}));
  CHECK(call.take() ==
        "[POST /after DialCallStatus=completed DialBridged=true DialCallSid=CA2 DialCallDuration=9 "
        "RecordingUrl=http://net/RE1]");
}

TEST_CASE("record of <Dial> has old words, and a wrong one or one of a queue records nothing") {
  const auto dial = [](std::string_view record, std::string_view whom) {
    Call call;
    call.take();
    call.page(fmt::format("<Response><Dial record=\"{}\">{}</Dial></Response>", record, whom));
    return call.take();
  };
  CHECK(dial("true", "+12125550101") == "(record dialled)(dial +12125550101 30s)");
  CHECK(dial("false", "+12125550101") == "(dial +12125550101 30s)");
  CHECK(dial("do-not-record", "+12125550101") == "(dial +12125550101 30s)");
  CHECK(dial("always", "+12125550101") == "{13217}(dial +12125550101 30s)");
  CHECK(dial("record-from-answer", "<Queue>q</Queue>") == "{12200}(dial queue q 30s)");
}

TEST_CASE("a <Number> with a document of its own is not emulated, and the document fails") {
  Call call;
  call.take();
  call.page("<Response><Dial><Number url=\"/whisper\">+12125550101</Number></Dial></Response>");
  CHECK(call.take() == "{12400}<We are sorry, an application error has occurred. Goodbye.>");
}

TEST_CASE("an attribute that is not emulated is noted, but for one that says no") {
  Call call;
  call.take();
  call.page(
      "<Response><Record action=\"a\" transcribe=\"true\" recordingStatusCallback=\"t\""
      " recordingStatusCallbackEvent=\"absent gone\"/></Response>");
  CHECK(call.take() == "{12200}{13621}(record beep 5s 3600s)(tell t no end absent)");
  Call quiet;
  quiet.take();
  quiet.page("<Response><Record action=\"a\" transcribe=\"false\"/></Response>");
  CHECK(quiet.take() == "(record beep 5s 3600s)");
}

TEST_CASE("without an action a document goes on after the dialled call, answered or not") {
  Call call;
  call.page("<Response><Dial>+1303</Dial><Say>Nobody is there</Say></Response>").take();
  call.dialled(DialEnded::Status::no_answer);
  CHECK(call.take() == "<Nobody is there>");
}

TEST_CASE("the star leaves a dialled call where the document says so") {
  Call call;
  call.page(R"(<Response><Dial hangupOnStar="true" action="/after">+1303</Dial></Response>)").take();
  call.keys("5*");
  CHECK(call.take() == "(stop dial)");
  call.keys("*");
  CHECK(call.take().empty());
}

TEST_CASE("a call that is redirected leaves its recording and its dialled call, and their ends count no more") {
  Call call;
  call.page(R"(<Response><Record action="/kept"/></Response>)").take();
  const auto old = call.ticket;
  call.obey(call.executor.on(Redirected{.url = "http://app/new"}));
  CHECK(call.take() == "(stop recording)[POST http://app/new]");
  call.obey(call.executor.on(Recorded{old, true, "RE1", "http://net/RE1", 4, false}));
  CHECK(call.take().empty());
  call.page("<Response><Dial action='/after'>+1303</Dial></Response>").take();
  call.obey(call.executor.on(Redirected{.url = "http://app/new"}));
  CHECK(call.take() == "(stop dial)[POST http://app/new]");
}

TEST_CASE("a file that cannot be played fails its document") {
  Call call(CallFacts{.url = "http://app/voice/start", .fallback_url = "http://app/sorry"});
  call.page("<Response><Play>a.wav</Play><Say>never</Say></Response>").take();
  call.obey(call.executor.on(AudioFailed{call.ticket, 13420, "no sound"}));
  CHECK(call.take() == "{13420}[POST http://app/sorry ErrorCode=13420 ErrorUrl=http://app/voice/start]");
}

TEST_CASE("an inbound call is answered by the first verb but Reject and Pause") {
  Call call({.url = "http://app/in", .answered = false});
  call.take();
  call.page("<Response><Pause length=\"1\"/><Say>Hello</Say></Response>");
  CHECK(call.take() == "(1000ms)");
  CHECK(call.time().take() == "(answer)<Hello>");
  Call refused({.url = "http://app/in", .answered = false});
  refused.take();
  CHECK(refused.page("<Response><Reject reason=\"busy\"/></Response>").take() == "(hangup 2)");
}

TEST_CASE("a document given as text has no URL to be relative to") {
  Call call({.document = "<Response><Say>Hi</Say><Redirect>/next</Redirect></Response>"});
  CHECK(call.take() == "<Hi>");
  call.heard();
  CHECK(call.last_fetch.link.document.empty());
  CHECK(call.last_fetch.link.reference == "/next");
}

TEST_CASE("an answer to a question that is no longer asked is ignored") {
  Call call;
  const Ticket old = call.ticket;
  call.page("<Response><Gather><Say>A</Say></Gather></Response>").take();
  call.obey(call.executor.on(Fetched{old, Page{"http://app/x", 200, "text/xml", "<Response><Say>B</Say></Response>"}}));
  call.obey(call.executor.on(TimerFired{old}));
  CHECK(call.take().empty());
  call.obey(call.executor.on(HungUp{}));
  CHECK(call.heard().take().empty());
}

TEST_CASE("speech takes 400 ms a word, more for long words and spelt-out numbers") {
  CHECK(spoken_length("") == milliseconds{0});
  CHECK(spoken_length("press one") == milliseconds{800});
  CHECK(spoken_length("2125550123") == milliseconds{4000});
  CHECK(spoken_length("incomprehensibilities") == milliseconds{21 * 65});
  CHECK(spoken_text(parse("<Say>At <say-as>7</say-as>\n<break/><sub alias=\"doctor\">Dr</sub> Lee</Say>").value()) ==
        "At 7 doctor Lee");
}

TEST_CASE("a messaging answer is TwiML, plain text or nothing") {
  CHECK(read_messaging("", "")->replies.empty());
  CHECK(read_messaging("text/plain", "Thanks")->replies.at(0).body == "Thanks");
  const auto result = read_messaging(
      "text/xml", "<Response><Message>A</Message><Message to=\"+1\"><Body>B</Body></Message><Say>x</Say></Response>");
  REQUIRE(result.ok());
  REQUIRE(result->replies.size() == 2);
  CHECK(result->replies[1].body == "B");
  CHECK(result->warnings.at(0).code == 14110);
  CHECK(read_messaging("text/xml", "<Response><Redirect>/b</Redirect><Message>no</Message></Response>")->redirect_to ==
        "/b");
  CHECK(read_messaging("application/json", "{}").error().message.starts_with("12300"));
}

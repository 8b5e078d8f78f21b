// Detection of answering machines, and the people and machines that it listens to.
#include "phonenet/exchange/detector.h"
#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

const Detector never_wrong{.late = milliseconds{1'000}, .missed = 0, .false_alarm = 0};
const Detection message_end{.mode = Detection::Mode::message_end, .async = true, .timeout = seconds{59}};

Sounds greeting(milliseconds from, milliseconds to) {
  return {.machine = true, .all = {{Sound::Kind::speech, from, to}}, .spoken_until = to};
}

std::string verdict_of(const Sounds& sounds, const Detection& how = message_end, const Detector& errors = never_wrong) {
  SeededRandom random(1);
  const Verdict verdict = verdict_on(sounds, how, errors, random);
  return fmt::format("{} {}", verdict.answered_by, verdict.at.count());
}

Settings with_detector(std::string_view numbers, Detector detector = never_wrong) {
  Settings settings = settings_with(numbers);
  settings.detector = detector;
  return settings;
}

constexpr std::string_view machine = R"([numbers]
"+12125550301" = { persona = "voicemail", greeting = 8, before_beep = 1, beep = 0.5 })";

const http::Fields async{
    {"MachineDetection", "DetectMessageEnd"}, {"AsyncAmd", "true"}, {"AsyncAmdStatusCallback", "http://app:8800/amd"}};

}  // namespace

TEST_CASE("a short word and silence is a person, a long speech a machine, told at its beep or its silence") {
  CHECK(verdict_of({.all = {{Sound::Kind::speech, milliseconds{500}, milliseconds{1'200}}}}) == "human 3400");
  CHECK(verdict_of(greeting(milliseconds{500}, milliseconds{9'000})) == "machine_end_silence 11200");
  Sounds beeps = greeting(milliseconds{500}, milliseconds{9'000});
  beeps.all.push_back({Sound::Kind::beep, milliseconds{9'800}, milliseconds{10'100}});
  CHECK(verdict_of(beeps) == "machine_end_beep 11100");
  CHECK(verdict_of({}) == "unknown 6000");
  Detection start = message_end;
  start.mode = Detection::Mode::enable;
  CHECK(verdict_of(beeps, start) == "machine_start 3900");
}

TEST_CASE("of two beeps the second counts, and a pause inside a greeting ends it too early") {
  Sounds two = greeting(milliseconds{500}, milliseconds{9'000});
  two.all.push_back({Sound::Kind::beep, milliseconds{9'500}, milliseconds{9'700}});
  two.all.push_back({Sound::Kind::beep, milliseconds{10'000}, milliseconds{10'200}});
  CHECK(verdict_of(two) == "machine_end_beep 11200");
  Sounds pause = greeting(milliseconds{500}, milliseconds{4'000});
  pause.all.push_back({Sound::Kind::speech, milliseconds{6'000}, milliseconds{9'000}});
  CHECK(verdict_of(pause) == "machine_end_silence 6200");
}

TEST_CASE("a detector's errors are those that it was given") {
  Sounds beeps = greeting(milliseconds{500}, milliseconds{30'000});
  beeps.all.push_back({Sound::Kind::beep, milliseconds{30'500}, milliseconds{31'000}});
  CHECK(verdict_of(beeps, message_end, {.late = milliseconds{0}, .missed = 1, .false_alarm = 0}) == "unknown 59000");
  CHECK(verdict_of(beeps, message_end, {.missed = 0, .false_alarm = 1}).starts_with("machine_end_beep "));
  CHECK(verdict_of(beeps, message_end, {.missed = 0, .false_alarm = 0, .swapped = 1}).starts_with("human "));
  Detection impatient = message_end;
  impatient.timeout = seconds{10};
  CHECK(verdict_of(beeps, impatient) == "machine_end_beep 10000");
}

TEST_CASE("asynchronous detection is told once, while the call goes on, and stays on record") {
  World world(with_detector(machine));
  world.app.say("/start", "<Response><Say loop=\"9\">This is a message for you, whoever you are</Say></Response>");
  world.app.say("/amd", "");
  const auto call = world.call("+12125550301", async);
  world.run(minutes{3});
  CHECK(world.app.values("/amd", "AnsweredBy") == "machine_end_beep ");
  CHECK(world.app.values("/amd", "MachineDetectionDuration") == "10500 ");
  CHECK(world.show(call, "answered_by") == "machine_end_beep");
  CHECK(world.app.unsigned_requests == 0);
}

TEST_CASE("without AsyncAmd nothing is said until the verdict, and the first request has it") {
  World world(with_detector(machine));
  world.app.say("/start", "<Response><Say>Hello</Say></Response>");
  const auto call = world.call("+12125550301", {{"MachineDetection", "DetectMessageEnd"}});
  world.run(minutes{3});
  CHECK(world.app.values("/start", "AnsweredBy") == "machine_end_beep ");
  CHECK(world.story(call).find("beep heard[Hello]") != std::string::npos);
  CHECK(world.story(call).find("message_left[Hello]") != std::string::npos);
}

TEST_CASE("a wrong parameter of detection is refused, and nobody is told without a callback") {
  World world;
  const auto post = [&](http::Fields more) {
    http::Fields fields{{"To", "+12125550105"}, {"From", ours}, {"Url", "http://app:8800/start"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return World::member(world.request("POST", "/Calls.json", fields).body, "code");
  };
  CHECK(post({{"MachineDetection", "Maybe"}}) == "21234");
  CHECK(post({{"MachineDetection", "Enable"}, {"MachineDetectionTimeout", "60"}}) == "21234");
  CHECK(post({{"MachineDetection", "Enable"}, {"MachineDetectionSpeechThreshold", "100"}}) == "21234");
  const auto call = world.call("+12125550105", {{"MachineDetection", "Enable"}, {"AsyncAmd", "true"}});
  CHECK(world.story(call).find("(21262)") != std::string::npos);
}

TEST_CASE("the same number is the same callee, however the call goes") {
  const auto hears = [](const std::string& words) {
    World world(with_detector("[mix]\nvoicemail = 1\n"));
    world.app.say("/start", "<Response><Say loop=\"20\">" + words + "</Say></Response>");
    world.call("+12125550777");
    std::string beep;
    Instant answered;
    world.network.journal().set_sink([&](const Entry& entry) {
      if (entry.kind == EntryKind::answer) answered = entry.at;
      if (entry.kind == EntryKind::beep) beep = fmt::format("{}", (entry.at - answered).count());
    });
    world.run(minutes{5});
    return beep;
  };
  CHECK_FALSE(hears("one").empty());
  CHECK(hears("one") == hears("something else, and rather longer than that"));
}

TEST_CASE("a machine that is full records nothing, one that hears silence stops, a short tape ends") {
  World world(with_detector(R"([numbers]
"+12125550401" = { persona = "voicemail", greeting = 5, before_beep = 1, records = false, recording = 1 }
"+12125550402" = { persona = "voicemail", greeting = 5, before_beep = 1, hears_silence = 1, silence_limit = 4 }
"+12125550403" = { persona = "voicemail", greeting = 5, before_beep = 1, tapes = [3] })"));
  world.app.say("/start", "<Response><Pause length=\"60\"/><Say>too late</Say></Response>");
  const auto length = [&](const std::string& number) {
    const auto call = world.call(number);
    world.run(minutes{3});
    return world.show(call, "duration") + (world.story(call).find("beep") == std::string::npos ? "" : " beep");
  };
  CHECK(length("+12125550401") == "6");
  CHECK(length("+12125550402") == "10 beep");
  CHECK(length("+12125550403") == "9 beep");
}

TEST_CASE("who asks who calls hangs up on silence, and lets somebody to the phone who hears enough") {
  const auto numbers = [](std::string_view chances) {
    return fmt::format(
        "[personas.guard]\nlike = \"voicemail\"\ngreeting = 4\nscreens = 6\nthen_person = \"confirms\"\n{}\n"
        "[numbers]\n\"+12125550501\" = \"guard\"",
        chances);
  };
  World quiet(with_detector(numbers("person_chance = 1")));
  quiet.app.say("/start", "<Response><Pause length=\"60\"/></Response>");
  const auto silent = quiet.call("+12125550501");
  quiet.run(minutes{3});
  CHECK(quiet.show(silent, "duration") == "10");

  World world(with_detector(numbers("person_chance = 1")));
  world.app.say("/start",
                "<Response><Say>This is a message from your dentist, about Monday</Say><Gather action=\"/menu\">"
                "<Pause length=\"12\"/><Say>To confirm, press 1</Say></Gather></Response>");
  world.app.say("/menu", "<Response/>");
  const auto call = world.call("+12125550501");
  world.run(minutes{3});
  CHECK(world.app.values("/menu", "Digits") == "1 ");
  CHECK(world.show(call, "status") == "completed");
}

TEST_CASE("the witness is told what was heard, pressed and recorded, and when") {
  World world(with_detector(machine));
  world.app.say("/start", "<Response><Say loop=\"3\">one two three four five six seven eight</Say></Response>");
  std::vector<CallStory> stories;
  world.network.set_witness([&](CallStory story) { stories.push_back(std::move(story)); });
  world.call("+12125550301");
  world.run(minutes{3});
  REQUIRE(stories.size() == 1);
  const CallStory& story = stories.front();
  CHECK(story.machine);
  CHECK(story.pieces.size() == 3);
  CHECK(story.pieces[2].whole());
  REQUIRE(story.records_since);
  CHECK(*story.records_since - story.answered == milliseconds{9'500});
}

TEST_CASE("lengths may be log-normal, and a numbers file says what is wrong with one") {
  CHECK(Directory::read("[personas.a]\ngreeting = { median = 9, sigma = 0.4, least = 3, most = 30 }").ok());
  for (const auto* wrong : {"{ median = 9 }", "{ sigma = 1 }", "{ median = 1, sigma = 9 }", "{ mean = 3, sigma = 1 }",
                            "{ median = 1, sigma = 1, least = 5, most = 2 }"}) {
    CHECK_FALSE(Directory::read(fmt::format("[personas.a]\ngreeting = {}", wrong)).ok());
  }
  SeededRandom random(4);
  const Span span{seconds{3}, seconds{30}, seconds{9}, 0.45};
  int below = 0;
  for (int i = 0; i < 2'000; ++i) {
    const milliseconds drawn = span.draw(random);
    REQUIRE(drawn >= span.least);
    REQUIRE(drawn <= span.most);
    below += drawn < span.median;
  }
  CHECK(below > 900);
  CHECK(below < 1'100);
}

#include "app/voice_commands.h"

#include "app/command_house_for_tests.h"
#include "flow/test_sound.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;
using flow::operator+;

namespace {

std::string speech(double length_s = 3) {
  return flow::pcm_wav(flow::quiet(0.5) + flow::tone(length_s, 0.3) + flow::quiet(0.5));
}

void save(CommandHouse& house, const std::string& name, const std::string& bytes) {
  const std::string path = house.file("takes/" + name);
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("a recording script names each file, what is to be said in it, and for about how long") {
  CommandHouse house;
  const auto script = house.run({"voice", "script", "appointment-reminder", "--language", "en"});
  CHECK_MESSAGE(script.code == 0, script.err);
  CHECK(contains(script.out, "`appointment-reminder/opening/hello.wav`, about "));
  CHECK(contains(script.out, "> A message from {{business}}. To hear it, press 1."));
  CHECK_FALSE(contains(script.out, "/es/"));
  const std::string database = house.clinic();
  const auto table = house.run({"voice", "script", "appointment-reminder", "--csv", "--database", database});
  CHECK(table.out.starts_with("file,language,state,slot,words,seconds\r\n"));
  CHECK(contains(table.out, "appointment-reminder/opening/es/hello.wav,es,opening,hello,"));
  CHECK(contains(table.out, "\"A message from Maple Dental. To hear it, press 1. For no more calls, press 9.\""));
  CHECK(contains(house.run({"voice", "script", "appointment-reminder", "--language", "fr"}).err,
                 "is not spoken in \"fr\""));
  CHECK(house.run({"voice", "script", "nothing"}).code == 1);
}

TEST_CASE("a folder of takes is taken in: the good ones, and why not the others, and which are missing") {
  CommandHouse house;
  const std::string database = house.clinic();
  save(house, "appointment-reminder/opening/hello.wav", speech(5));
  save(house, "appointment-reminder/menu/visit.wav", flow::pcm_wav(flow::quiet(3)));
  save(house, "appointment-reminder/menu/nothing.wav", speech());
  save(house, "appointment-reminder/menu/keys.mp3", "ID3");
  const std::string folder = house.file("takes");
  const auto dry = house.run({"voice", "import", folder, "--database", database, "--dry-run"});
  CHECK(contains(dry.out, "Would take in 1"));
  const auto first = house.run({"voice", "import", folder, "--database", database, "--who", "Vera Voice"});
  CHECK(first.code == 1);
  CHECK(contains(first.out, "appointment-reminder/opening/hello.wav: version 1, 5.2 s\n"));
  CHECK(contains(first.out, "menu/visit.wav: is silent"));
  CHECK(contains(first.out, "menu/nothing.wav: is no sentence of a flow"));
  CHECK(contains(first.out, "menu/keys.mp3: is no sentence of a flow"));
  CHECK(contains(first.out, "Missing, read by a robot until they are there:\n  appointment-reminder/menu/keys.wav\n"));
  CHECK_FALSE(contains(first.out, "/es/"));  // nobody has begun to record Spanish
  CHECK(contains(first.out, "Taken in 1, 0 as they were, 3 refused."));
  CHECK(contains(house.run({"voice", "import", folder, "--database", database}).out, "Taken in 0, 1 as they were"));
  const auto listed = house.run({"voice", "list", "--database", database});
  CHECK(contains(listed.out, "version 1, 5.2 s"));
  CHECK(contains(listed.out, "appointment-reminder/menu/keys/en"));
  CHECK_FALSE(contains(house.run({"voice", "list", "--missing", "--database", database}).out, "version 1"));
  CHECK(house.run({"voice", "import", house.file("nowhere"), "--database", database}).code == 1);
}

TEST_CASE("the words of dates and times are a script and a folder of their own") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto script = house.run({"voice", "script", "voice", "--language", "es", "--csv"});
  CHECK(contains(script.out, "voice/es/miercoles.wav,es,words,miercoles,miércoles,"));
  save(house, "voice/en/thursday.wav", speech(0.5));
  const auto ran = house.run({"voice", "import", house.file("takes"), "--database", database});
  CHECK_MESSAGE(ran.code == 0, ran.out);
  CHECK(contains(ran.out, "voice/en/thursday.wav: version 1, 0.6 s"));
  CHECK(contains(ran.out, "  voice/en/november.wav\n"));
  CHECK_FALSE(contains(ran.out, "voice/es/"));
}

TEST_CASE("a take much longer than its sentence is taken, and asked about") {
  CommandHouse house;
  const std::string database = house.clinic();
  save(house, "appointment-reminder/menu/visit.wav", speech(30));
  const auto ran = house.run({"voice", "import", house.file("takes"), "--database", database});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "is it the right sentence?"));
}

#include "flow/notices.h"

#include <doctest/doctest.h>

#include "flow/key_words.h"
#include "flow/walker.h"
#include "twiml/grammar.h"

using namespace courtesy;
using namespace courtesy::flow;

TEST_CASE("what is not known is not said") {
  CHECK(spoken(cannot_speak_now({}, {}, "en")) == "We cannot give you our message right now. Goodbye.");
  CHECK(spoken(cannot_speak_now("Maple", {}, "es")) ==
        "Le llama Maple. En este momento no podemos darle nuestro mensaje. Adiós.");
}

TEST_CASE("a notice says who called, asks for no key and hangs up, in every language") {
  for (const std::string language : {"en", "es", "es-MX", "fr"}) {
    for (const twiml::Element& notice : {called_off("Maple & Dental", language),
                                         cannot_speak_now("Maple & Dental", "2 1 2, 5 5 5, 0 1 2 3", language)}) {
      CAPTURE(twiml::write(notice));
      CHECK(twiml::check(notice).empty());
      REQUIRE(notice.children.size() == 2);
      const std::string said = std::get<twiml::Element>(notice.children[0]).text();
      CHECK(said.find("Maple & Dental") != std::string::npos);
      CHECK(!key_words(said).instructs);
      CHECK(std::get<twiml::Element>(notice.children[1]).name == "Hangup");
    }
  }
}

TEST_CASE("a call that was called off says that nothing is needed") {
  CHECK(twiml::write(called_off("Maple Dental", "en")).find("nothing you have to do") != std::string::npos);
  CHECK(twiml::write(called_off("Maple Dental", "es")).find("no tiene que hacer nada") != std::string::npos);
}

#include <doctest/doctest.h>

#include "base/property.h"
#include "outcome/reply.h"

using namespace courtesy;

namespace {

const ReplyContext prompt{.choices = ReplyChoices::letters,
                          .text = "Maple Dental: appointment on Tuesday, May 12 at 9:00 AM. Reply C, X or R."};

/// Words that pull a reading in every direction.
std::string words() {
  const auto word = rc::gen::element<std::string>(
      "yes", "no", "cancel", "stop", "c", "x", "r", "but", "if", "not", "don't", "please", "thanks", "I", "can't",
      "make", "it", "bus", "Tuesday", "13", "sí", "pero", "cancelar", "?", ".", ",", "\"", "👍", "\xff", "\n");
  std::string text;
  for (const std::string& one : *rc::gen::container<std::vector<std::string>>(word)) text += one + " ";
  return text;
}

}  // namespace

TEST_CASE("a question mark never confirms, whatever stands around it") {
  CHECK(holds("a question mark never confirms, whatever stands around it", 500, [] {
    const auto intent = read_reply(words() + "?" + words(), prompt).intent;
    RC_ASSERT(intent != ReplyIntent::confirm);
  }));
}

TEST_CASE("a word that belongs to no confirmation spoils it wherever it stands") {
  CHECK(holds("a word that belongs to no confirmation spoils it wherever it stands", 500, [] {
    for (const std::string spoils : {"unless", "zebra", "no", "maybe", "13"}) {
      RC_ASSERT(read_reply(words() + " " + spoils + " " + words(), prompt).intent != ReplyIntent::confirm);
    }
  }));
}

TEST_CASE("a clause that says stop stops, whatever else is said") {
  CHECK(holds("a clause that says stop stops, whatever else is said", 500, [] {
    const std::string before = words();
    if (before.find('"') != std::string::npos) return;  // within quotation marks it is somebody else's word
    RC_ASSERT(read_reply(before + ". Please stop. " + "Thanks", prompt).intent == ReplyIntent::stop);
  }));
}

TEST_CASE("case, accents' absence and end marks change no keyword's reading") {
  CHECK(holds("case, accents' absence and end marks change no keyword's reading", 500, [] {
    const std::string marks = *rc::gen::container<std::string>(rc::gen::element('!', '.', ' ', '\n', '"'));
    const std::string keyword =
        *rc::gen::element<std::string>("STOP", "Stop", "sToP", "unsubscribe", "QUIT", "Alto", "BAJA");
    RC_ASSERT(read_reply(keyword + marks, prompt).intent == ReplyIntent::stop);
  }));
}

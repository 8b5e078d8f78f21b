#include "outcome/phrases.h"

#include <doctest/doctest.h>

#include "outcome/reply_typos.h"

using namespace courtesy;

namespace {
constexpr WordSet sets[] = {{"me", "me us"}};

bool has(std::string_view text, std::string_view pattern) {
  const ReplyWords read = read_words(text);
  return Phrases(sets, read.words).has(pattern);
}
}  // namespace

TEST_CASE("a pattern is words, alternatives, sets and parts that may be missing") {
  CHECK(has("please call us now", "call @me"));
  CHECK(!has("please call them", "call @me|him"));
  CHECK(has("stop texting", "stop all? texting"));
  CHECK(has("stop all texting", "stop all? texting"));
  CHECK(!has("stop every texting", "stop all? texting"));
}

TEST_CASE("a gap is bounded and does not leave its clause") {
  CHECK(has("stop these silly texts", "stop ~2 texts"));
  CHECK(!has("stop these very silly texts", "stop ~2 texts"));
  CHECK(!has("stop. texts", "stop ~2 texts"));
}

TEST_CASE("anchors are a clause's and the reply's ends") {
  CHECK(has("Thanks. Stop", "^ stop $"));
  CHECK(!has("Thanks. Stop", "^^ stop"));
  CHECK(!has("Please stop now", "stop $"));
  CHECK(has("Stop!", "^^ stop $$"));
  CHECK(has("cannot make", "make it|$"));
  CHECK(!has("cannot make tea", "make it|$"));
}

TEST_CASE("words are folded, and clauses, questions, capitals and pictures are kept") {
  const ReplyWords read = read_words("  SÍ, señora!  I don't KNOW… 👍🏽\n");
  std::string all;
  for (const ReplyWord& word : read.words) all += word.text + " ";
  CHECK(all == "si , senora . i dont know . thumbsup ");
  CHECK(read.words[0].capital);
  CHECK(!read.words[4].capital);
  CHECK(!read.question);
  CHECK(read_words("¿sí?").question);
  CHECK(read_words("STOP 2").all_capitals);
}

TEST_CASE("a phone's signature, quoted lines and long quotations are not the writer's words") {
  CHECK(read_words("C\n\nSent from my iPhone").words.size() == 1);
  CHECK(read_words("C\n> Reply STOP to opt out").words.size() == 1);
  CHECK(read_words("yes\nOn Tue, Maple Dental wrote:\nReply STOP").words.size() == 1);
  const ReplyWords quoting = read_words("Liked “Reply C to confirm or X to cancel”");
  CHECK(quoting.quotes);
  CHECK(quoting.words.size() == 1);
  CHECK(!read_words("\"C\"").quotes);
}

TEST_CASE("edits count a swap of neighbours as one") {
  CHECK(edits("sotp", "stop", 2) == 1);
  CHECK(edits("stp", "stop", 2) == 1);
  CHECK(edits("shop", "stop", 2) == 1);
  CHECK(edits("post", "stop", 2) == 3);
  CHECK(edits("stop", "stop", 2) == 0);
}

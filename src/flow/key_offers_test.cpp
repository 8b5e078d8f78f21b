#include "flow/key_offers.h"

#include <doctest/doctest.h>

#include "flow/action_words.h"

using namespace courtesy;
using namespace courtesy::flow;

namespace {

std::string purpose_of(char key, std::string_view text) {
  std::string all;
  for (const KeyOffer& offer : key_offers(text)) {
    if (offer.keys.contains(key)) all += offer.purpose;
  }
  const auto begin = std::min(all.find_first_not_of(" ,"), all.size());
  return all.substr(begin, all.find_last_not_of(" ,") + 1 - begin);
}

}  // namespace

TEST_CASE("a key's purpose stands before it or behind it, as the sentence has it") {
  CHECK(purpose_of('1', "To hear it, press 1. For no more calls, press 9.") == "To hear it");
  CHECK(purpose_of('9', "To hear it, press 1. For no more calls, press 9.") == "For no more calls");
  CHECK(purpose_of('1', "Press 1 to hear it, or press 9 for no more calls.") == "to hear it, or");
  CHECK(purpose_of('9', "Press 1 to hear it, or press 9 for no more calls.") == "for no more calls");
  CHECK(purpose_of('1', "To hear it, press 1, or press 9 for no more calls.") == "To hear it");
  CHECK(purpose_of('9', "To hear it, press 1, or press 9 for no more calls.") == "for no more calls");
  CHECK(purpose_of('9', "Para no recibir más llamadas, oprima el nueve en cualquier momento.") ==
        "Para no recibir más llamadas");
}

TEST_CASE("where it cannot be told, the words on both sides are a key's purpose") {
  CHECK(purpose_of('1', "If you are coming, press 1 to confirm").find("to confirm") != std::string::npos);
  CHECK(purpose_of('2', "Press 1 to confirm, or to cancel, press 2").find("to cancel") != std::string::npos);
}

TEST_CASE("a dot inside a name or an hour ends no sentence, nor a question before its key") {
  CHECK(sentences_of("This is Dr. Smith. At 2 p.m. we call. Bye!").size() == 3);
  CHECK(purpose_of('9', "For no more calls from Dr. Smith, press 9.") == "For no more calls from Dr. Smith");
  CHECK(purpose_of('9', "No more calls? Press 9.") == "No more calls?");
  CHECK(purpose_of('1', "Is this Ana? To hear it, press 1.") == "To hear it");
  CHECK(sentences_of(" .. ").empty());
}

TEST_CASE("no more calls has many words, and a menu is none of them") {
  for (const char* words : {"For no more calls", "To stop these calls", "To opt out",
                            "If you don\u2019t want our calls", "To be taken off our list", "To end all calls",
                            "Para no recibir más llamadas", "Para dejar de recibir mensajes", "To unsubscribe"}) {
    CAPTURE(words);
    CHECK(offers_opt_out(words));
    CHECK(may_offer_opt_out(words));
    CHECK(other_offer(Action::opt_out, words).empty());
  }
  for (const char* words : {"To hear it", "For the menu", "To confirm it", "For the front desk", "Para oírlo",
                            "If you have a message from us"}) {
    CAPTURE(words);
    CHECK(!offers_opt_out(words));
    CHECK(!may_offer_opt_out(words));
  }
  CHECK(may_offer_opt_out("To be left alone"));
  CHECK(may_offer_opt_out("Never again"));
}

TEST_CASE("words of something else contradict an action, and its own beside them do not") {
  CHECK(other_offer(Action::confirm, "To cancel it") == "cancel");
  CHECK(other_offer(Action::confirm, "If you can't make it") == "can't");
  CHECK(other_offer(Action::confirm, "Si no puede venir") == "no puede");
  CHECK(other_offer(Action::confirm, "To confirm or cancel").empty());
  CHECK(other_offer(Action::confirm, "If you are coming").empty());
  CHECK(other_offer(Action::cancel, "If you do not wish to confirm").empty());
  CHECK(other_offer(Action::cancel, "If you cannot come").empty());
  CHECK(other_offer(Action::request_call_back, "To reschedule").empty());
  CHECK(other_offer(Action::request_call_back, "To hear it again") == "hear it");
  CHECK(other_offer(Action::heard_by_person, "To hear it").empty());
}

#include "phonenet/trace/trace.h"

#include "http/message.h"
#include "phonenet/webhooks/link.h"

namespace courtesy::phonenet {
namespace {

constexpr std::size_t most_steps = 2'000;
constexpr std::size_t most_documents = 200;

bool is_piece(Step::Kind kind) {
  return kind == Step::Kind::says || kind == Step::Kind::plays || kind == Step::Kind::tones;
}

}  // namespace

std::string_view to_string(Step::Kind kind) {
  switch (kind) {
    case Step::Kind::asks: return "asks";
    case Step::Kind::says: return "says";
    case Step::Kind::plays: return "plays";
    case Step::Kind::tones: return "tones";
    case Step::Kind::pauses: return "pauses";
    case Step::Kind::waits: return "waits";
    case Step::Kind::records: return "records";
    case Step::Kind::dials: return "dials";
    case Step::Kind::answers: return "answers";
    case Step::Kind::hangs_up: return "hangs_up";
  }
  return "";
}

const Step* Trace::current() const { return steps_.empty() || steps_.back().until ? nullptr : &steps_.back(); }

void Trace::document(TracedDocument document) {
  if (documents_.size() < most_documents) documents_.push_back(std::move(document));
}

/// One thing at a time: what begins ends what was before.
void Trace::begin(Step step, const twiml::Executor::Place& place) {
  close(step.at, false);
  if (steps_.size() >= most_steps) return;
  step.document = documents_.size();
  step.verb = place.verb;
  step.line = place.line;
  steps_.push_back(std::move(step));
}

void Trace::close(Instant now, bool cut) {
  if (steps_.empty() || steps_.back().until) return;
  steps_.back().until = now;
  steps_.back().cut = cut && is_piece(steps_.back().kind);
}

void Trace::command(const twiml::Command& command, const twiml::Executor::Place& place, Instant now) {
  using Kind = Step::Kind;
  if (const auto* fetch = std::get_if<twiml::Fetch>(&command)) {
    asked_method_ = fetch->method;
    begin({.kind = Kind::asks, .at = now, .url = absolute(fetch->link)}, place);
  } else if (const auto* speak = std::get_if<twiml::Speak>(&command)) {
    const bool plays = speak->kind == twiml::Speak::Kind::play;
    begin({.kind = plays                                      ? Kind::plays
                   : speak->kind == twiml::Speak::Kind::tones ? Kind::tones
                                                              : Kind::says,
           .at = now,
           .text = plays ? "" : speak->text,
           .url = plays ? absolute(speak->link) : "",
           .voice = speak->voice,
           .language = speak->language},
          place);
  } else if (std::holds_alternative<twiml::StopAudio>(command)) {
    close(now, true);
  } else if (const auto* timer = std::get_if<twiml::SetTimer>(&command)) {
    begin({.kind = place.verb == "Pause" ? Kind::pauses : Kind::waits, .at = now, .length = timer->after}, place);
  } else if (const auto* record = std::get_if<twiml::Record>(&command)) {
    begin({.kind = Kind::records, .at = now, .length = record->most}, place);
  } else if (const auto* dial = std::get_if<twiml::Dial>(&command)) {
    begin({.kind = Kind::dials, .at = now, .text = dial->number}, place);
  } else if (std::holds_alternative<twiml::Answer>(command)) {
    begin({.kind = Kind::answers, .at = now, .until = now}, place);
  } else if (std::holds_alternative<twiml::HangUp>(command)) {
    begin({.kind = Kind::hangs_up, .at = now, .until = now}, place);
  }
}

void Trace::event(const twiml::Event& event, Instant now) {
  if (const auto* fetched = std::get_if<twiml::Fetched>(&event)) {
    close(now, false);
    const auto* page = std::get_if<twiml::Page>(&fetched->result);
    if (page != nullptr) document({.at = now, .url = page->url, .text = page->body, .method = asked_method_});
  } else if (const auto* redirected = std::get_if<twiml::Redirected>(&event)) {
    close(now, true);
    if (redirected->url.empty()) document({.at = now, .url = "", .text = redirected->document});
  } else if (std::holds_alternative<twiml::HungUp>(event)) {
    close(now, true);
  } else if (!std::holds_alternative<twiml::Digit>(event)) {
    close(now, false);
  }
}

void Trace::piece_begins(std::string_view text, milliseconds length, std::uint64_t sound, Instant now) {
  if (current() == nullptr || !is_piece(steps_.back().kind)) return;
  Step& piece = steps_.back();
  piece.length = length;
  piece.sound = sound;
  if (piece.kind != Step::Kind::plays) return;
  piece.at = now;  // from asking for the file until it was there nothing was heard
  piece.text = text;
}

void Trace::end(Instant now) { close(now, true); }

}  // namespace courtesy::phonenet

#include "twiml/speech.h"

#include <algorithm>

#include "base/whole_number.h"

namespace courtesy::twiml {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Calls `take` with each run of what is no white space.
template <typename Take>
void for_each_word(std::string_view text, Take take) {
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  while (!text.empty()) {
    const auto size = static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_space) - text.begin());
    if (size > 0) take(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
}

void collect(const Element& element, std::string& out) {
  for (const Node& node : element.children) {
    if (const auto* text = std::get_if<std::string>(&node)) {
      out += *text;
      continue;
    }
    const auto& child = std::get<Element>(node);
    if (child.name == "break") out += ' ';
    if (const auto alias = child.attribute("alias"); child.name == "sub" && !alias.empty()) {
      out += alias;
    } else {
      collect(child, out);
    }
  }
}

std::string with_single_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_word(text, [&](std::string_view word) { out.append(out.empty() ? "" : " ").append(word); });
  return out;
}

/// A word is one, but a long run of digits is as many as it has digits.
std::int64_t words_in(std::string_view word) {
  const auto digits = std::count_if(word.begin(), word.end(), is_digit);
  return digits > 4 ? digits : 1;
}

constexpr milliseconds longest_break{10'000};
constexpr std::int64_t endless = 1000;  ///< Twilio docs, <Say>, `loop`: 0 is until it is hung up on

std::int64_t number_in(const Element& element, std::string_view name, std::int64_t otherwise) {
  return whole_number<std::int64_t>(element.attribute(name)).value_or(otherwise);
}

/// W3C SSML 1.1, <break>: `9s`, `500ms`, or a strength whose length is the voice's affair.
milliseconds break_time(const Element& element) {
  std::string_view time = element.attribute("time");
  const bool in_milliseconds = time.ends_with("ms");
  if (time.ends_with("s")) {
    time.remove_suffix(in_milliseconds ? 2 : 1);
    const auto whole = whole_number<std::int64_t>(time.substr(0, time.find('.')));
    if (!whole || *whole > longest_break.count()) return longest_break;
    return std::min(longest_break, milliseconds{in_milliseconds ? *whole : *whole * 1000});
  }
  const std::string_view strength = element.attribute("strength", "medium");
  if (strength == "none" || strength == "x-weak") return milliseconds{0};
  if (strength == "x-strong") return milliseconds{1000};
  return milliseconds{strength == "strong" ? 600 : 400};
}

/// What <prosody rate="..."> makes of a second, in thousandths.
std::int64_t slowed(const Element& element) {
  const std::string_view rate = element.attribute("rate");
  if (element.name != "prosody" || rate.empty()) return 1000;
  if (rate == "x-slow") return 2000;
  if (rate == "slow") return 1300;
  if (!rate.ends_with('%')) return 1000;
  const auto percent = whole_number<std::int64_t>(rate.substr(0, rate.size() - 1)).value_or(100);
  return percent > 0 && percent < 100 ? 100'000 / percent : 1000;
}

class Listener {
 public:
  explicit Listener(Loops loops) : loops_(loops) {}

  Speech run(const Element& document) {
    verbs(document);
    return std::move(speech_);
  }

 private:
  void verbs(const Element& parent) {
    for (const Node& node : parent.children) {
      const auto* verb = std::get_if<Element>(&node);
      if (verb == nullptr) continue;
      if (verb->name == "Pause") {
        extra(std::chrono::seconds(number_in(*verb, "length", 1)));
      } else if (verb->name == "Say") {
        say(*verb);
      } else {
        verbs(*verb);
      }
    }
  }

  void say(const Element& verb) {
    const std::size_t begin = speech_.words.size();
    const std::size_t first_extra = speech_.extras.size();
    text(" ");
    words(verb);
    const auto given = number_in(verb, "loop", 1);
    const auto times = given == 0 ? endless : given;
    if (loops_ == Loops::once || times == 1) return;
    milliseconds once = spoken_length(std::string_view(speech_.words).substr(begin));
    for (std::size_t i = first_extra; i < speech_.extras.size(); ++i) once += speech_.extras[i].time;
    extra(once * (times - 1));
  }

  void words(const Element& element) {
    const std::size_t begin = speech_.words.size();
    for (const Node& node : element.children) {
      if (const auto* piece = std::get_if<std::string>(&node)) {
        text(*piece);
        continue;
      }
      const auto& child = std::get<Element>(node);
      const auto alias = child.attribute("alias");
      if (child.name == "break") {
        text(" ");
        extra(break_time(child));
      } else if (child.name == "sub" && !alias.empty()) {
        text(alias);
      } else {
        words(child);
      }
    }
    const auto own = spoken_length(std::string_view(speech_.words).substr(begin));
    extra(own * (slowed(element) - 1000) / 1000);
  }

  /// With single spaces.
  void text(std::string_view piece) {
    std::string& all = speech_.words;
    for (const char c : piece) {
      const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (!space) {
        all += c;
      } else if (!all.empty() && all.back() != ' ') {
        all += ' ';
      }
    }
  }

  void extra(milliseconds time) {
    if (time.count() > 0) speech_.extras.push_back({speech_.words.size(), time});
  }

  Loops loops_;
  Speech speech_;
};

}  // namespace

milliseconds Speech::between(std::size_t from, std::size_t to) const {
  milliseconds time = spoken_length(std::string_view(words).substr(from, to - from));
  for (const Extra& extra : extras) {
    if (extra.at >= from && extra.at <= to) time += extra.time;
  }
  return time;
}

Speech speech_of(const Element& document, Loops loops) { return Listener(loops).run(document); }

std::string spoken_text(const Element& element) {
  std::string all;
  collect(element, all);
  return with_single_spaces(all);
}

milliseconds spoken_length(std::string_view text) {
  std::int64_t words = 0;
  std::int64_t characters = 0;
  for_each_word(text, [&](std::string_view word) { words += words_in(word); });
  for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  if (words == 0) return milliseconds{0};
  return milliseconds{std::max({words * 400, characters * 65, std::int64_t{400}})};
}

}  // namespace courtesy::twiml

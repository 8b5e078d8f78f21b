#include "outcome/reply_clauses.h"

#include "outcome/phrases.h"
#include "outcome/reply_patterns.h"

namespace courtesy {

std::string joined(const std::vector<ReplyWord>& words) {
  std::string text;
  for (const ReplyWord& word : words) {
    if (word.is_mark()) continue;
    if (!text.empty()) text += ' ';
    text += word.text;
  }
  return text;
}

std::vector<ReplyWord> bare(const std::vector<ReplyWord>& words) {
  auto begin = words.begin();
  auto end = words.end();
  const auto idle = [](const ReplyWord& word) { return word.is_mark() || has_word(wordings::polite, word.text); };
  while (begin != end && idle(*begin)) ++begin;
  while (begin != end && idle(*(end - 1))) --end;
  return {begin, end};
}

std::vector<std::vector<ReplyWord>> clauses_of(const std::vector<ReplyWord>& words) {
  std::vector<std::vector<ReplyWord>> clauses{{}};
  for (const ReplyWord& word : words) {
    if (word.is_mark()) {
      clauses.emplace_back();
    } else {
      clauses.back().push_back(word);
    }
  }
  std::erase_if(clauses, [](const auto& clause) { return clause.empty(); });
  return clauses;
}

}  // namespace courtesy

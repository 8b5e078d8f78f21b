#include "outcome/reply_typos.h"

#include <algorithm>
#include <array>
#include <string>

#include "outcome/reply_clauses.h"

namespace courtesy {

int edits(std::string_view a, std::string_view b, int most) {
  constexpr std::size_t longest = 24;
  if (a.size() > longest || b.size() > longest) return a == b ? 0 : most + 1;
  std::array<std::array<int, longest + 1>, longest + 1> cost{};
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = static_cast<int>(i + j);
        continue;
      }
      const int replace = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replace});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return std::min(cost[a.size()][b.size()], most + 1);
}

std::vector<ReplyWord> mended(std::vector<ReplyWord> words) {
  constexpr std::array<std::string_view, 14> drawn_out{"yes",  "yep",  "yup",   "yeah",   "ok",     "si",      "no",
                                                       "stop", "alto", "basta", "please", "thanks", "gracias", "hello"};
  for (ReplyWord& word : words) {
    std::string& text = word.text;
    while (text.size() > 2 && text[text.size() - 1] == text[text.size() - 2]) {
      if (std::find(drawn_out.begin(), drawn_out.end(), text) != drawn_out.end()) break;
      const std::string shorter = text.substr(0, text.find_last_not_of(text.back()) + 2);
      if (std::find(drawn_out.begin(), drawn_out.end(), shorter) == drawn_out.end()) break;
      text = shorter;
    }
    if (text.size() >= 5 && text != "cancel" && text != "cancer" && text != "cancels" && text != "cancela" &&
        text != "cancele" && text != "cancelo" && edits(text, "cancel", 1) == 1) {
      text = "cancel";
    } else if (text.size() >= 6 && text != "conform" && text != "confirma" && text != "confirms" &&
               text != "confirmo" && edits(text, "confirm", 1) == 1) {
      text = "confirm";
    } else if (text.size() >= 8 && text.starts_with("re") && edits(text, "reschedule", 2) <= 2) {
      text = "reschedule";
    } else if (text.size() >= 9 && text.starts_with("un") && edits(text, "unsubscribe", 2) <= 2) {
      text = "unsubscribe";
    }
  }
  return words;
}

bool is_mistyped_stop(std::string_view alone) {
  constexpr std::string_view real[] = {"top", "step", "shop", "slop", "atop", "sop", "stoop", "stow", "stoup", "strop"};
  return alone.size() >= 3 && alone.size() <= 6 && !is_in(real, alone) && alone.find(' ') == std::string::npos &&
         alone.front() <= 'z' && edits(alone, "stop", 1) <= 1;
}

}  // namespace courtesy

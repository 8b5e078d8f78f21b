#include "access/password.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/bytes.h"
#include "base/embedded.h"

namespace courtesy::access {
namespace {

constexpr std::size_t hash_bytes = 32;

/// What is tried first, in the form that plain() gives: without the digits and signs around it.
constexpr std::array common{"password",      "passwort",
                            "contrasena",    "letmein",
                            "welcome",       "admin",
                            "administrator", "login",
                            "secret",        "master",
                            "monkey",        "dragon",
                            "sunshine",      "princess",
                            "football",      "baseball",
                            "shadow",        "superman",
                            "batman",        "trustno",
                            "iloveyou",      "charlie",
                            "michael",       "jordan",
                            "hello",         "freedom",
                            "whatever",      "qwerty",
                            "qwertyuiop",    "qwertz",
                            "qwertzuiop",    "azerty",
                            "asdfgh",        "asdfghjkl",
                            "zxcvbn",        "zxcvbnm",
                            "qazwsx",        "qazwsxedc",
                            "changeme",      "default",
                            "test",          "testing",
                            "guest",         "user",
                            "root",          "reminder",
                            "reminders",     "appointment",
                            "appointments",  "clinic",
                            "dental",        "dentist",
                            "doctor",        "salon",
                            "spring",        "summer",
                            "autumn",        "winter",
                            "january",       "february",
                            "december",      "monday",
                            "friday",        "abc",
                            "abcd",          "abcdef",
                            "abcdefgh",      "computer",
                            "internet",      "starwars",
                            "pokemon",       "cheese",
                            "hunter",        "ranger",
                            "soccer",        "flower",
                            "lovely",        "jesus",
                            "mustang",       "access",
                            "passw",         "correcthorsebatterystaple"};

/// A line for each; none where the table is not there.
bool is_line(std::string_view table, const std::string& wanted) {
  const std::string line = wanted + "\n";
  return table.starts_with(line) || table.find("\n" + line) != std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string made(text);
  for (char& c : made) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return made;
}

/// So many had it, or this word, that it stands in every list of stolen ones: as it is, or with a few digits and signs
/// around it. Small letters stand for great ones.
bool is_stolen(std::string_view password, const std::string& letters) {
  const std::string_view table = embedded_file("data/passwords.txt").value_or("");
  const bool little_more = password.size() <= letters.size() + 4;
  return is_line(table, lower(password)) || (little_more && is_line(table, letters));
}

/// Characters of UTF-8.
std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

char unmasked(char c) {
  switch (c) {
    case '0': return 'o';
    case '1': return 'i';
    case '3': return 'e';
    case '4':
    case '@': return 'a';
    case '5':
    case '$': return 's';
    case '7': return 't';
    default: return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

/// Letters alone, in lower case, with the digits and signs at its ends left off and those within it read as the letters
/// that they stand for: `P4ssw0rd!23` is `password`.
std::string plain(std::string_view text) {
  const auto letter = [](char c) { return is_letter(static_cast<char>(c | 0x20)) && c != '@'; };
  const auto first = std::find_if(text.begin(), text.end(), letter);
  const auto last = std::find_if(text.rbegin(), text.rend(), letter).base();
  std::string letters;
  for (auto c = first; c < last; ++c) {
    if (is_letter(unmasked(*c))) letters.push_back(unmasked(*c));
  }
  return letters;
}

/// One character, or a short piece, over and over; or one that goes up or down by one: `aaaaaaaa`, `12121212`,
/// `12345678`, `hgfedcba`.
bool is_pattern(std::string_view text) {
  for (std::size_t period = 1; period <= 4 && 2 * period <= text.size(); ++period) {
    bool repeats = true;
    for (std::size_t i = period; i < text.size(); ++i) repeats = repeats && text[i] == text[i - period];
    if (repeats) return true;
  }
  for (const int step : {1, -1}) {
    int breaks = 0;
    for (std::size_t i = 1; i < text.size(); ++i) breaks += text[i] - text[i - 1] == step ? 0 : 1;
    if (breaks <= 1) return true;
  }
  return false;
}

/// The words of three letters and more in it, each plain: `kim.lee@x` has kim and lee.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (is_letter(static_cast<char>(c | 0x20)) && c != '@') {
      words.back().push_back(c);
    } else {
      words.emplace_back();
    }
  }
  for (auto& word : words) word = plain(word);
  std::erase_if(words, [](const std::string& word) { return word.size() < 3; });
  return words;
}

/// Made of these words and at most three letters more.
bool is_little_more_than(std::string letters, std::span<const std::string> context) {
  bool found = false;
  for (const auto& text : context) {
    for (const auto& word : words_of(text)) {
      for (auto at = letters.find(word); at != std::string::npos; at = letters.find(word)) {
        letters.erase(at, word.size());
        found = true;
      }
    }
  }
  return found && letters.size() <= 3;
}

std::string unpadded(std::string text) {
  while (text.ends_with('=')) text.pop_back();
  return text;
}

bool ready() {
  static const bool is = sodium_init() >= 0;
  return is;
}

}  // namespace

Result<void> check_password(std::string_view password, std::span<const std::string> context) {
  const std::size_t characters = length(password);
  if (characters < shortest_password)
    return invalid(fmt::format("the password must have at least {} characters; 15 and more are better: four words do",
                               shortest_password));
  if (characters > longest_password)
    return invalid(fmt::format("the password must have at most {} characters", longest_password));
  const std::string letters = plain(password);
  const bool tried_first =
      letters.empty() ? characters < 12 : std::find(common.begin(), common.end(), letters) != common.end();
  if (tried_first || is_pattern(password))
    return invalid("this password is among the first that anybody tries: take a few words that do not belong together");
  if (is_stolen(password, letters))
    return invalid(
        "this password is in the lists of stolen ones, and is guessed within seconds: take a few words that do not "
        "belong together");
  if (is_little_more_than(letters, context))
    return invalid("the password must not be made of the business's or the person's own name or address");
  return {};
}

Result<std::string> hash_password(const Secret<std::string>& password, std::string_view salt, HashCost cost) {
  INVARIANT(salt.size() == salt_bytes);
  if (!ready()) return Error{ErrorCode::unavailable, "passwords cannot be kept here"};
  std::string hash(hash_bytes, '\0');
  const std::string& text = password.reveal();
  const int failed = crypto_pwhash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), text.data(), text.size(),
                                   reinterpret_cast<const unsigned char*>(salt.data()), cost.passes,
                                   cost.kibibytes * 1024, crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) return Error{ErrorCode::unavailable, "there is not enough memory to look at a password"};
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost.kibibytes, cost.passes, unpadded(base64(salt)),
                     unpadded(base64(hash)));
}

bool fits(const Secret<std::string>& password, const std::string& hash) {
  const std::string& text = password.reveal();
  return ready() && crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

void waste_as_much(const Secret<std::string>& password, HashCost cost) {
  static const std::string salt(salt_bytes, 's');
  [[maybe_unused]] const auto nobody = hash_password(password, salt, cost);
}

}  // namespace courtesy::access

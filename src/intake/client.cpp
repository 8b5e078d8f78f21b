#include "intake/client.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <vector>

#include "intake/find_number.h"
#include "intake/pattern.h"
#include "intake/text.h"

namespace courtesy::intake {
namespace {

constexpr std::size_t longest_text = 20'000;  ///< of a field; what stands further back is not searched
constexpr std::size_t longest_name = 200;
constexpr std::size_t longest_title = 2'000;

using Words = std::span<const std::string_view>;
constexpr std::array<std::string_view, 27> name_labels{
    "name",   "full name",   "client",  "client name", "customer",   "customer name",   "patient", "patient name",
    "guest",  "guest name",  "invitee", "booked by",   "nombre",     "nombre completo", "cliente", "paciente",
    "nom",    "nom complet", "kunde",   "kundin",      "kundenname", "patientin",       "nome",    "nome completo",
    "utente", "paziente",    "who"};
constexpr std::array<std::string_view, 44> number_labels{"phone",
                                                         "phone number",
                                                         "phone no",
                                                         "tel",
                                                         "tel.",
                                                         "telephone",
                                                         "telephone number",
                                                         "mobile",
                                                         "mobile number",
                                                         "mobile phone",
                                                         "mobile phone number",
                                                         "cell",
                                                         "cell phone",
                                                         "cellphone",
                                                         "contact number",
                                                         "client phone",
                                                         "customer phone",
                                                         "patient phone",
                                                         "client phone number",
                                                         "tel\xC3\xA9"
                                                         "fono",
                                                         "telefono",
                                                         "m\xC3\xB3vil",
                                                         "movil",
                                                         "celular",
                                                         "t\xC3\xA9l\xC3\xA9phone",
                                                         "portable",
                                                         "t\xC3\xA9l",
                                                         "telefon",
                                                         "telefonnummer",
                                                         "handy",
                                                         "handynummer",
                                                         "mobil",
                                                         "mobilnummer",
                                                         "rufnummer",
                                                         "telem\xC3\xB3vel",
                                                         "telefone",
                                                         "cellulare",
                                                         "whatsapp",
                                                         "sms",
                                                         "call",
                                                         "text",
                                                         "number",
                                                         "client number",
                                                         "patient number"};
constexpr std::array<std::string_view, 12> email_labels{
    "email",    "e-mail",         "email address",  "e-mail address",
    "mail",     "client email",   "correo",         "correo electr\xC3\xB3nico",
    "courriel", "adresse e-mail", "e-mail-adresse", "customer email"};

/// What one place gave. `trouble` is why its number can't be used; the search for a number then ends.
struct Details {
  std::string name;
  std::optional<PhoneNumber> number;
  std::string email;
  std::string trouble;
};

void fill(Details& into, const Details& from) {
  if (into.name.empty()) into.name = from.name;
  if (into.email.empty()) into.email = from.email;
  if (!into.number && into.trouble.empty()) {
    into.number = from.number;
    into.trouble = from.trouble;
  }
}

std::string text_of(const Component& event, std::string_view name) {
  const Property* property = event.find(name);
  return property ? unescaped(cut(property->value, longest_text)) : "";
}

bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" \t\n<>,;:\"()") == std::string_view::npos;
}

std::string as_name(std::string_view text) {
  std::string name = squeeze(text);
  if (is_address(name) || name.size() > longest_name) return "";
  return name;
}

std::string ambiguous(std::size_t count, std::string_view place) {
  return fmt::format("{} gives {} different phone numbers: which one is the client's is not guessed", place, count);
}

std::string without_numbers(std::string_view text, const Reading& reading) {
  return std::any_of(text.begin(), text.end(), is_digit) ? find_numbers(text, reading).rest : std::string(text);
}

/// The one number of a text; or why there is none.
void take_number(Details& details, std::string_view text, std::string_view place, const Reading& reading) {
  const FoundNumbers found = find_numbers(text, reading);
  if (found.usable.size() == 1) {
    details.number = found.usable.front();
  } else if (found.usable.size() > 1) {
    details.trouble = ambiguous(found.usable.size(), place);
  } else if (found.some_unusable) {
    details.trouble =
        fmt::format("the phone number in {} can't be used: write it with its country code, as +12125550123", place);
  }
}

// 1. Patterns.

Details by_pattern(std::string_view pattern, std::string_view text, std::string_view place, const Reading& reading) {
  const auto matched = match_pattern(pattern, text);
  if (!matched) return {};
  Details details{.name = as_name(matched->name)};
  if (is_address(matched->email)) details.email = matched->email;
  if (!matched->number.empty()) {
    const auto number = read_number(matched->number, reading);
    if (number.ok()) details.number = *number;
    if (!number.ok()) details.trouble = fmt::format("in {}: {}", place, number.error().message);
  }
  return details;
}

std::string_view property_of(Field field) {
  switch (field) {
    case Field::summary: return "SUMMARY";
    case Field::description: return "DESCRIPTION";
    case Field::location: return "LOCATION";
    case Field::contact: return "CONTACT";
  }
  return "SUMMARY";
}

Details from_patterns(const Component& event, const Reading& reading) {
  Details details;
  for (const FieldPattern& wanted : reading.patterns) {
    const std::string text = text_of(event, property_of(wanted.field));
    fill(details, by_pattern(wanted.pattern, text, to_string(wanted.field), reading));
    for (const auto line : split(text, '\n'))
      fill(details, by_pattern(wanted.pattern, line, to_string(wanted.field), reading));
  }
  return details;
}

// 2. Attendees.

struct Attendee {
  std::string name;
  std::string tel;
  std::string email;
  bool declined = false;
};

std::string after_scheme(std::string_view value, std::string_view scheme) {
  return starts_with_word(value, scheme) ? std::string(trim(value.substr(scheme.size()))) : "";
}

std::vector<Attendee> clients_among(const Component& event) {
  const Property* organizer = event.find("ORGANIZER");
  std::vector<Attendee> clients;
  for (const Property& property : event.properties) {
    if (property.name != "ATTENDEE") continue;
    const std::string_view kind = property.parameter("CUTYPE");
    const bool thing = same_word(kind, "ROOM") || same_word(kind, "RESOURCE") || same_word(kind, "GROUP");
    if (thing || (organizer && same_word(trim(organizer->value), trim(property.value)))) continue;
    const std::string_view value = trim(property.value);
    Attendee client{.name = as_name(property.parameter("CN")),
                    .tel = after_scheme(value, "tel:"),
                    .email = after_scheme(value, "mailto:")};
    if (client.tel.empty()) client.tel = after_scheme(value, "sms:");
    if (client.email.empty()) client.email = after_scheme(property.parameter("EMAIL"), "");
    if (!is_address(client.email)) client.email.clear();
    client.declined = same_word(property.parameter("PARTSTAT"), "DECLINED");
    clients.push_back(std::move(client));
  }
  return clients;
}

Details from_attendees(const Component& event, const Reading& reading) {
  std::vector<Attendee> clients = clients_among(event);
  const auto has_tel = [](const Attendee& a) { return !a.tel.empty(); };
  if (std::any_of(clients.begin(), clients.end(), has_tel)) std::erase_if(clients, std::not_fn(has_tel));
  if (clients.empty()) return {};
  Details details;
  if (clients.size() == 1) details = {.name = clients.front().name, .email = clients.front().email};
  std::vector<PhoneNumber> numbers;
  for (const Attendee& client : clients) {
    if (client.tel.empty()) continue;
    const auto number = read_number(client.tel, reading);
    if (!number.ok()) {
      details.trouble = fmt::format("the attendee's: {}", number.error().message);
    } else if (std::find(numbers.begin(), numbers.end(), *number) == numbers.end()) {
      numbers.push_back(*number);
    }
    if (numbers.size() == most_numbers) break;
  }
  if (numbers.size() > 1) details.trouble = ambiguous(numbers.size(), "the list of attendees");
  if (details.trouble.empty() && numbers.size() == 1) details.number = numbers.front();
  return details;
}

/// Of several, which one is the client is not guessed; nor of one who is not the client by what stands elsewhere.
bool has_declined(const Component& event, const Details& client) {
  const std::vector<Attendee> attendees = clients_among(event);
  if (attendees.size() != 1 || !attendees.front().declined) return false;
  const Attendee& one = attendees.front();
  return one.name.empty() || client.name == one.name || client.email == one.email;
}

// 3. Lines with a label.

/// Descriptions come as HTML too: tags that end a line become one, others go.
std::string without_tags(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    const std::size_t close = text[at] == '<' && (is_letter(next) || next == '/')
                                  ? text.substr(0, at + 200).find('>', at)
                                  : std::string_view::npos;
    if (close == std::string_view::npos) {
      out += text[at];
      continue;
    }
    const std::string_view tag = text.substr(at, close - at);
    for (const std::string_view ends : {"<br", "</p", "</li", "</div", "</tr"}) {
      if (starts_with_word(tag, ends)) out += '\n';
    }
    at = close;
  }
  return out;
}

bool is_label(std::string_view text, Words labels) {
  return std::find(labels.begin(), labels.end(), text) != labels.end();
}

Details from_labels(std::string_view description, const Reading& reading) {
  Details details;
  std::string number_text;
  for (const auto line : split(description, '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon > 40) continue;
    const std::string label = lower(squeeze(line.substr(0, colon)));
    const std::string_view value = trim(line.substr(colon + 1));
    if (is_label(label, name_labels) && details.name.empty()) {
      const std::string name = as_name(without_numbers(value, reading));
      if (std::any_of(name.begin(), name.end(), is_letter)) details.name = name;
    }
    if (is_label(label, email_labels) && details.email.empty() && is_address(value)) details.email = std::string(value);
    if (is_label(label, number_labels)) number_text += std::string(value) + '\n';
  }
  if (!number_text.empty()) take_number(details, number_text, "the description", reading);
  return details;
}

// 4. Anywhere.

std::string_view bare_word(std::string_view word) {
  const std::size_t first = word.find_first_not_of("<>()[],;:\"'");
  if (first == std::string_view::npos) return {};
  word = word.substr(first, word.find_last_not_of("<>()[],;:\"'.") - first + 1);
  return starts_with_word(word, "mailto:") ? word.substr(7) : word;
}

/// The one address in the text, if there is one.
std::string only_address(std::string_view text) {
  std::string found;
  const std::string squeezed = squeeze(text);
  for (const auto word : split(squeezed, ' ')) {
    const std::string_view bare = bare_word(word);
    if (!is_address(bare) || bare == found) continue;
    if (!found.empty()) return "";
    found = std::string(bare);
  }
  return found;
}

/// A title without the numbers and addresses in it, and without the marks that parted them from the rest.
std::string name_in_title(std::string_view summary, const Reading& reading) {
  std::string rest;
  const std::string words = squeeze(without_numbers(summary, reading));
  for (const auto word : split(words, ' ')) {
    if (!is_address(bare_word(word))) rest += std::string(word) + ' ';
  }
  std::string_view name = rest;
  constexpr std::string_view marks = " -,;:/|()[]<>+.\t";
  name.remove_prefix(std::min(name.find_first_not_of(marks), name.size()));
  while (!name.empty() && marks.find(name.back()) != std::string_view::npos && name.back() != '.')
    name.remove_suffix(1);
  for (const std::string_view label : {" tel.", " tel", " phone", " mobile", " cell"}) {
    if (name.size() > label.size() && same_word(name.substr(name.size() - label.size()), label)) {
      name.remove_suffix(label.size());
    }
  }
  return as_name(name);
}

struct Place {
  std::string_view said;
  std::string text;
};

void look_anywhere(Details& details, std::span<const Place> places, const Reading& reading) {
  for (const Place& place : places) {
    Details here;
    if (!details.number && details.trouble.empty()) take_number(here, place.text, place.said, reading);
    here.email = only_address(place.text);
    fill(details, here);
  }
}

}  // namespace

std::string_view to_string(Field field) {
  switch (field) {
    case Field::summary: return "the title";
    case Field::description: return "the description";
    case Field::location: return "the place";
    case Field::contact: return "the contact";
  }
  return "the title";
}

ClientDetails client_of(const Component& event, const Reading& reading) {
  const std::string summary = text_of(event, "SUMMARY");
  const std::string description = without_tags(text_of(event, "DESCRIPTION"));
  Details details = from_patterns(event, reading);
  fill(details, from_attendees(event, reading));
  fill(details, from_labels(description, reading));
  const std::array<Place, 4> places{{{"the title", summary},
                                     {"the contact", text_of(event, "CONTACT")},
                                     {"the description", description},
                                     {"the place", text_of(event, "LOCATION")}}};
  look_anywhere(details, places, reading);
  if (details.name.empty()) details.name = name_in_title(summary, reading);
  ClientDetails client{details.name,
                       details.number,
                       details.email,
                       details.trouble,
                       std::string(cut(squeeze(summary), longest_title)),
                       has_declined(event, details)};
  return client;
}

}  // namespace courtesy::intake

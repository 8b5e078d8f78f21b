#include "phonenet/personas/sounds.h"

namespace courtesy::phonenet {
namespace {

constexpr milliseconds usual_pause{300};
constexpr milliseconds before_more{500};

void add(Sounds& sounds, Sound::Kind kind, milliseconds from, milliseconds length) {
  if (length > milliseconds{0}) sounds.all.push_back({kind, from, from + length});
}

Sounds of_person(const Persona& persona, Random& random) {
  Sounds sounds;
  const milliseconds from = persona.before_hello.draw(random);
  const milliseconds hello = persona.hello.draw(random);
  const milliseconds more = persona.goes_on.draw(random);
  if (hello == milliseconds{0}) return sounds;
  add(sounds, Sound::Kind::speech, from, hello);
  add(sounds, Sound::Kind::speech, from + hello + before_more, more);
  sounds.spoken_until = sounds.all.back().to;
  return sounds;
}

/// Phrases of one length with pauses between them; the end of the last.
milliseconds greet(const Persona& persona, Random& random, Sounds& sounds) {
  milliseconds at = persona.before_greeting.draw(random);
  const milliseconds whole = persona.greeting.draw(random);
  const auto span = static_cast<std::uint64_t>(persona.phrases_most - persona.phrases_least + 1);
  const int phrases = persona.phrases_least + static_cast<int>(random.below(span));
  for (int i = 0; i < phrases; ++i) {
    if (i > 0) at += random.chance(persona.pause_chance) ? persona.pauses.draw(random) : usual_pause;
    add(sounds, persona.fax ? Sound::Kind::fax : Sound::Kind::speech, at, whole / phrases);
    at += whole / phrases;
  }
  sounds.spoken_until = at;
  return at;
}

}  // namespace

Sounds sounds_of(const Persona& persona, Random& random) {
  if (!persona.machine) return of_person(persona, random);
  Sounds sounds{.machine = true};
  milliseconds at = greet(persona, random, sounds);
  const milliseconds gap = persona.before_beep.draw(random);
  const milliseconds beep = persona.beep.draw(random);
  const milliseconds second = persona.second_beep.draw(random);
  if (!persona.records || persona.screens.most > milliseconds{0}) return sounds;
  at += gap;
  if (persona.beeps) {
    sounds.all.push_back({Sound::Kind::beep, at, at + beep});
    at += beep;
    if (second > milliseconds{0}) {
      at += second;
      sounds.all.push_back({Sound::Kind::beep, at, at + beep});
      at += beep;
    }
  }
  sounds.records_from = at;
  return sounds;
}

}  // namespace courtesy::phonenet

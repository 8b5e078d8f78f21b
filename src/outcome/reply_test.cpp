#include "outcome/reply.h"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace courtesy;

namespace {

const ReplyContext letters{
    .choices = ReplyChoices::letters,
    .text =
        "Maple Dental: you have an appointment on Tuesday, May 12 at 9:00 AM. Reply C to confirm, X to "
        "cancel, R to be called back. Reply STOP to opt out."};
const ReplyContext yes_no{.choices = ReplyChoices::yes_no,
                          .text = "Maple Dental: can you come on Tuesday, May 12 at 9:00 AM?"};
const ReplyContext digits{.choices = ReplyChoices::digits,
                          .text = "Maple Dental, May 12, 9:00 AM: 1 confirm, 2 cancel, 3 call back"};

std::string read(std::string_view text, const ReplyContext& prompt = letters) {
  const ReplyReading reading = read_reply(text, prompt);
  std::string all(to_string(reading.intent));
  for (const ReplyAlso also : reading.also) (all += " + ") += to_string(also);
  return all;
}

void all(std::string_view expected, std::initializer_list<std::string> texts, const ReplyContext& prompt = letters) {
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK(read(text, prompt) == expected);
  }
}

void none(std::string_view refused, std::initializer_list<std::string> texts, const ReplyContext& prompt = letters) {
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK(read(text, prompt).find(refused) != 0);
  }
}

}  // namespace

TEST_CASE("a wish for no more contact is stop in whatever words") {
  all("stop", {"STOP",
               " stop ",
               "Stop!!",
               "\"STOP\"",
               "ＳＴＯＰ",
               "stop pls",
               "Please stop now",
               "STOP STOP STOP",
               "stpo",
               "stopp",
               "STIP",
               "Stop it",
               "stop this",
               "STOP ALL",
               "unsuscribe",
               "please unsubscribe me",
               "how do I unsubscribe?",
               "opt me out please",
               "Opt-Out",
               "END",
               "quit.",
               "Remove me",
               "revoke",
               "stop messaging me",
               "stop sending messages",
               "Can you stop texting me?",
               "stop with the texts",
               "Quit texting this number",
               "I asked you to stop",
               "I said stop",
               "please STOP sending these to my phone",
               "ok STOP already",
               "make it stop",
               "stop bothering me",
               "stop all calls",
               "cease all contact",
               "don't message me",
               "Do not text this number",
               "never contact me again",
               "please don't ever call me",
               "dont send me anything",
               "I don't want these messages",
               "i do not want to receive texts",
               "I no longer wish to receive messages",
               "No more reminders please",
               "no more calls!",
               "remove my number",
               "delete my number",
               "take my number off your list",
               "Take me off this list",
               "get me off your list",
               "please delete me",
               "lose my number",
               "leave us alone",
               "fuck off",
               "go away",
               "f off",
               "this is spam",
               "spam",
               "I'm reporting you",
               "revoke my consent",
               "I withdraw my consent",
               "cancel these texts",
               "cancel all reminders",
               "end these messages",
               "cancel my text messages",
               "Stop. I moved to Ohio",
               "Thanks, stop",
               "arrêt",
               "no more"});
  all("stop", {"ALTO",
               "alto por favor",
               "Basta ya no me escriban",
               "ya basta",
               "no me llamen",
               "no me envíen más mensajes",
               "por favor no me manden nada",
               "dejen de mandarme mensajes",
               "déjenme en paz",
               "deje de llamarme",
               "bórrenme de su lista",
               "borren mi número",
               "quiero darme de baja",
               "no quiero recibir más mensajes",
               "no quiero más textos",
               "No deseo que me contacten",
               "no más mensajes",
               "no me vuelvan a escribir",
               "paren de escribirme",
               "PARE POR FAVOR",
               "para",
               "no molesten",
               "sáquenme de la lista"});
}

TEST_CASE("who denies having asked for messages, or asks for none of a kind, wants no contact") {
  all("stop", {"I did not sign up for this",
               "I never signed up for these messages",
               "I do not consent to these messages",
               "no longer interested in receiving texts",
               "I'd prefer not to receive texts",
               "Enough with the texts",
               "no texts please",
               "No calls",
               "dont text",
               "Please don't call",
               "do not disturb",
               "I'll sue if you text me again",
               "blocked",
               "please take my phone number out of your system",
               "YES STOP",
               "ok stop",
               "k stop",
               "HELP ME STOP THESE TEXTS",
               "me pueden quitar de la lista",
               "no mandar mas mensajes",
               "cancelen los mensajes"});
}

TEST_CASE("who spells it, draws it, or turns us off as one turns off a machine wants no contact") {
  all("stop", {"🛑 stop",
               "stop 🛑",
               "👎 STOP 👎",
               "no more texts 🙏 bye",
               "s t o p",
               "S.T.O.P.",
               "s-t-o-p texting me",
               "u n s u b s c r i b e",
               "turn off reminders",
               "please turn these texts off",
               "switch off all notifications",
               "shut off the messages",
               "mute",
               "disable reminders",
               "suspend all messages",
               "block me",
               "block my number",
               "please block me",
               "put me on your do not call list",
               "add me to the no call list",
               "I don't want to be on your call list",
               "remove number",
               "delete me from your database",
               "unlist me please",
               "not interested stop",
               "I moved stop",
               "wrong time stop please",
               "ok but no more texts after this",
               "don't text me after this",
               "no more calls after today please",
               "sick of these texts",
               "done with your messages",
               "how do I stop these?",
               "how do I stop getting these",
               "if you don't stop I will call my lawyer",
               "why don't you stop texting me",
               "can't you stop calling",
               "please do not contact",
               "do not text",
               "I never asked for these texts",
               "if you call me again I will report you",
               "no more automated calls",
               "no text messages please",
               "I'm opting out",
               "I have asked you to stop three times",
               "don't keep calling me",
               "not interested in getting messages",
               "take me out of your contacts",
               "turn these off",
               "cancel text service",
               "quit with the robocalls",
               "I want off this list",
               "I never gave permission to text me",
               "do not use this number anymore",
               "you can stop now",
               "please do not contact me in future",
               "knock it off",
               "cut off the texts",
               "no stop texting me"});
  all("stop", {"No molestar",
               "por favor no molestar",
               "favor de no llamar",
               "no escribir más",
               "no enviar mas",
               "apaguen los recordatorios",
               "desactivar mensajes",
               "silencien estos mensajes",
               "suspendan los avisos",
               "bloquéenme",
               "bloqueen mi número",
               "bloquear",
               "quiero dejar de recibir mensajes",
               "no necesito más recordatorios",
               "pónganme en la lista de no llamar",
               "retiro mi consentimiento",
               "no doy mi permiso",
               "nunca más",
               "ya no quiero recibir esto",
               "no me estén llamando",
               "no estoy interesada en recibir mensajes",
               "me doy de baja",
               "los voy a bloquear",
               "no vuelvan a llamarme",
               "no envíen nada",
               "borrar mi número",
               "no autorizo mensajes",
               "ya paren",
               "retírenme de la lista",
               "🛑 no me escriban"});
}

TEST_CASE("what is turned off, ended, blocked or dropped is not always this") {
  none("stop", {"I can't stop by before 5",
                "can't make the stop at 5",
                "🚌 which stop is it",
                "the Elm Street stop",
                "is there a bus stop",
                "I'm at the bus stop call me",
                "where do I get off, which stop?",
                "why did you stop texting me?",
                "did you stop the reminders",
                "if you stop the reminders I forget",
                "I don't want you to stop texting me",
                "please don't ever stop the reminders",
                "I never want the texts to stop",
                "never stop",
                "which pills do I need to stop",
                "what should I stop",
                "when will it stop",
                "how do I make it stop",
                "the bleeding won't stop",
                "does the pain ever stop",
                "the pain won't go away",
                "I hope it will go away",
                "I always get lost on the way",
                "don't turn off the reminders",
                "please don't mute me",
                "should I turn off my phone",
                "I turned off my alarm, sorry",
                "can you block 2 hours for me",
                "block me in for Friday",
                "please block my calendar",
                "my phone blocked your call, sorry",
                "my son will drop me off at 9",
                "my wife will drop me off",
                "can you get me out by noon",
                "can you get me off by 3",
                "don't leave me alone in there",
                "I can't leave her alone at home",
                "I forget the name of the doctor",
                "did you lose my number?",
                "I always forget my phone",
                "I reported it to my insurance",
                "I have to report to jury duty",
                "if you call again I'll pick up",
                "will I get any more reminders?",
                "are there any more messages for me",
                "don't call me in the morning",
                "no texts until Monday",
                "pause the reminders until June",
                "I don't want to be on the waiting list",
                "remove me from Tuesday please",
                "a b c",
                "c, x, r?",
                "no calls, I'm in a meeting until 5",
                "please don't call, I am in class until 2",
                "don't text while I'm driving",
                "I don't want to be late",
                "I have no more questions thanks",
                "I want to stop smoking before then",
                "they told me to stop by",
                "my phone is on do not disturb after 9",
                "who should I report to",
                "I didn't ask for a morning time",
                "did you lose my spot",
                "no consent form yet",
                "I have not signed up for the portal",
                "it will take me until 5 to get off work",
                "no reminder received this time",
                "I can't take calls at work",
                "done with the forms",
                "I'm sick of waiting"});
  none("stop", {"no molestar activado",
                "no quiero molestar, ¿a qué hora es?",
                "no es molestia",
                "no puedo llamar ahora",
                "sáquenme la muela del juicio",
                "me dieron de baja en el trabajo",
                "el dolor no para",
                "no me llamen en la mañana",
                "nunca me llaman",
                "quiten la cita del martes",
                "dejen mensaje en el buzón",
                "no me molesta esperar",
                "no me mandaron recordatorio",
                "no llamar antes de las 9",
                "no cancelen los recordatorios",
                "no quiten mi número",
                "no apaguen los avisos",
                "no dejen de mandarme recordatorios",
                "no borren mi nombre",
                "voy a apagar el teléfono",
                "¿puedo apagar el celular ahí?",
                "quiero confirmar no más",
                "bloqueen la hora para mí",
                "no me pueden llamar al trabajo",
                "suspendan mi cita",
                "apaguen el aire por favor"});
}

TEST_CASE("a wish for another channel is a person's to note, but the word stop is taken at its word") {
  all("unclear", {"do not call, text me", "I don't want calls, text only", "dont call me just text me"});
  all("stop", {"stop calling, text me instead", "never call me, email only"});
}

TEST_CASE("stop wins over everything, and what stood beside it is kept") {
  CHECK(read("Yes I'll be there. Please stop texting me.") == "stop + confirm");
  CHECK(read("Cancel my appointment and stop texting me") == "stop + cancel");
  CHECK(read("CANCEL") == "stop + cancel");
  CHECK(read("Cancel!!") == "stop + cancel");
  CHECK(read("cancel\nSent from my iPhone") == "stop + cancel");
  CHECK(read("Wrong number, stop texting") == "stop + wrong_number");
  CHECK(read("you've got the wrong guy") == "stop + wrong_number");
  CHECK(read("There is nobody here by that name") == "stop + wrong_number");
  CHECK(read("This is not her number") == "stop + wrong_number");
  CHECK(read("tiene el número equivocado") == "stop + wrong_number");
  CHECK(read("no es mi número") == "stop + wrong_number");
  CHECK(read("Ana doesn't have this number anymore") == "stop + wrong_number");
  CHECK(read("she no longer lives here") == "stop + wrong_number");
  CHECK(read("I'm not a patient there") == "stop + wrong_number");
  CHECK(read("OK. Stop texting me") == "stop");
  CHECK(read("cancel all reminders") == "stop");
}

TEST_CASE("the words of opting out inside ordinary sentences stop nothing") {
  none("stop", {"I'll stop by at 8:45",
                "Can I stop in earlier to fill the forms?",
                "which bus stop is closest",
                "Please don't stop the reminders",
                "I stopped smoking",
                "The train stops at Elm Street",
                "what is the end time",
                "see you at the end of the week",
                "I quit my job, still coming",
                "do I need to remove my contacts",
                "Can you remove my wisdom tooth too",
                "take me off the schedule for Tuesday",
                "Please call me",
                "Don't call me before 10",
                "please don't call me at work",
                "why did you not call me back",
                "you never called me",
                "you never call me back",
                "I called the wrong number earlier",
                "I didn't get your text",
                "no calls yet?",
                "text me the address",
                "I need to cancel my appointment",
                "The contact lenses hurt",
                "I can't stop the bleeding",
                "Is it non-stop?",
                "don't unsubscribe me",
                "no me llamen antes de las 9",
                "this is not a good number to reach me",
                "please do not forget me",
                "don't forget to call me",
                "never call it quits",
                "la parada del bus",
                "para el martes",
                "es para mi mamá",
                "pare en la esquina?",
                "no puedo parar de toser",
                "me llaman por favor",
                "shop",
                "step",
                "Take me off the waiting list",
                "I'll be at the top floor",
                "Please send me the forms",
                "the baby was early",
                "Can you end by noon?"});
}

TEST_CASE("a visit is confirmed only when every word of the reply says so") {
  all("confirm", {"C",
                  "c!",
                  "\"c\"",
                  "C thanks",
                  "Reply c",
                  "yes",
                  "Yes!!",
                  "YES PLEASE",
                  "yep thank you",
                  "yesss",
                  "ok great",
                  "okay, see you then",
                  "Sure thing",
                  "Confirmed, thank you",
                  "confirmd",
                  "I confirm my appointment",
                  "Yes for Tuesday May 12 at 9",
                  "see you on the 12th",
                  "We'll be there",
                  "I'll be there at 9am",
                  "Hi, yes I will be there. Thanks",
                  "Perfect!",
                  "👍👍",
                  "✔️",
                  "yes ❤️",
                  "of course",
                  "looking forward to it",
                  "Sounds great, thanks for the reminder",
                  "No worries, see you Tuesday",
                  "y",
                  "C\n\nSent from my iPhone",
                  "sí, gracias",
                  "Sí confirmo la cita",
                  "claro",
                  "por supuesto",
                  "allí estaremos",
                  "ok, nos vemos el martes",
                  "confirmo mi cita del 12 de mayo",
                  "de acuerdo, gracias",
                  "listo"});
}

TEST_CASE("a doubt, a condition, another day or time, a question: nothing is confirmed") {
  none("confirm", {"Yes but I'll be late",
                   "yes if my car starts",
                   "Yes?",
                   "yes no",
                   "ok what time?",
                   "I think so",
                   "probably",
                   "I might",
                   "hopefully",
                   "I'll try",
                   "See you Wednesday",
                   "Yes at 10",
                   "confirm for the 13th",
                   "see you in June",
                   "C or X",
                   "CX",
                   "not confirmed",
                   "I do not confirm",
                   "Yes cancel",
                   "sure, if you can do 10",
                   "can you confirm?",
                   "please confirm the address",
                   "confirm what?",
                   "maybe yes",
                   "yes and no",
                   "👎",
                   "👍👎",
                   "yes 🤔",
                   "OK I can't",
                   "thanks",
                   "hello",
                   "good",
                   "I would say yes except work",
                   "yes unless it snows",
                   "Yes for my brother",
                   "sí pero no sé",
                   "si puedo",
                   "si no llueve voy",
                   "a lo mejor sí",
                   "claro que no",
                   "creo que sí",
                   "¿sí?",
                   "1",
                   "2",
                   "",
                   " ",
                   "...",
                   "c u later x maybe"});
  CHECK(read("Yes at 10") == "unclear");
}

TEST_CASE("today and tomorrow confirm only when that is when the visit is") {
  ReplyContext prompt = letters;
  CHECK(read("see you tomorrow", prompt) == "unclear");
  prompt.days_ahead = 1;
  CHECK(read("see you tomorrow", prompt) == "confirm");
  CHECK(read("nos vemos mañana", prompt) == "confirm");
  CHECK(read("see you today", prompt) == "unclear");
  prompt.days_ahead = 3;
  CHECK(read("see you tomorrow", prompt) == "unclear");
}

TEST_CASE("a visit is called off in plain words") {
  all("cancel", {"X",
                 "x.",
                 "X thanks",
                 "reply X",
                 "please cancel my appt",
                 "I want to cancel",
                 "We need to cancel sorry",
                 "Cancel my appointment",
                 "cancel tuesday",
                 "I have to cancel tomorrow's appointment",
                 "cancel it please",
                 "canceling",
                 "Can you please cancel my appointment?",
                 "could you cancel it",
                 "I won't be there",
                 "I will not be able to make it",
                 "cannot make it sorry",
                 "can't come, I'm sick",
                 "we're not coming",
                 "not going to make it",
                 "unable to attend",
                 "I don't need the appointment anymore",
                 "no longer need it",
                 "take me off the schedule",
                 "quisiera cancelar mi cita",
                 "necesito cancelar",
                 "por favor cancele",
                 "pueden cancelar mi cita",
                 "no voy a ir",
                 "no podré asistir",
                 "no vamos a poder ir",
                 "ya no necesito mi cita"});
}

TEST_CASE("what may not be meant calls off nothing") {
  none("cancel", {"I can't wait",
                  "can't make it before 10",
                  "I can't make it on time, running late",
                  "won't make it at 9, 9:15 ok",
                  "if I cancel is there a fee",
                  "can I cancel?",
                  "Should I cancel",
                  "don't cancel",
                  "I never wanted to cancel",
                  "please do not cancel my appointment",
                  "no need to cancel",
                  "did you cancel my appointment?",
                  "you cancelled last time",
                  "I might have to cancel",
                  "I may need to cancel",
                  "thinking about cancelling",
                  "I had to cancel my vacation but I'll be there",
                  "I need to cancel my insurance",
                  "cancel the other one, keep this",
                  "Thanks x",
                  "see you then x",
                  "xx",
                  "X or C?",
                  "what if I can't make it",
                  "No",
                  "no problem",
                  "My husband can't make it with me",
                  "I'm not sure I can make it",
                  "I can make it",
                  "not coming with my wife but I am",
                  "no cancelen mi cita",
                  "no quiero cancelar",
                  "si cancelo pierdo el depósito",
                  "no puedo ir si llueve",
                  "a lo mejor cancelo",
                  "no sé si puedo ir",
                  "2",
                  "n",
                  "no puedo llegar antes de las 10",
                  "can't come in the morning",
                  "I can't come to the phone",
                  "can't make it Wednesday",
                  "cancel June 3",
                  "cant make the deposit",
                  "cancel Bob's appointment",
                  "I'm not going to cancel"});
}

TEST_CASE("a bare no is an answer only to a yes or no question") {
  all("cancel", {"no", "No.", "NOPE", "nah", "n", "no sorry", "no thanks", "No I can't", "no puedo", "no, gracias"},
      yes_no);
  all("unclear", {"no", "nope", "n", "no sorry"});
  all("unclear", {"no problem", "no, I'll be there", "no way", "no?"}, yes_no);
}

TEST_CASE("only what was offered is a choice") {
  all("confirm", {"1", "1.", "one", "#1", "option 1", "uno", "1 please"}, digits);
  all("cancel", {"2", "two", "press 2"}, digits);
  all("reschedule", {"3", "tres"}, digits);
  none("confirm", {"12", "1 or 2", "11", "1?", "c", "21", "1 2"}, digits);
  none("cancel", {"2?", "22", "12", "x", "not 2"}, digits);
  all("unclear", {"c", "x", "r"}, yes_no);
  all("unclear", {"yes", "c", "1", "ok"}, ReplyContext{.choices = ReplyChoices::none});
}

TEST_CASE("another time is wished for") {
  all("reschedule", {"R",
                     "r please",
                     "reschedule",
                     "Re-schedule please",
                     "reshedule",
                     "I'd like to reschedule",
                     "can we change the appointment",
                     "can I come Thursday instead",
                     "do you have anything later",
                     "I need a different day",
                     "is there another time available",
                     "could we do 11",
                     "move my appointment to friday",
                     "I can't make it, can we reschedule?",
                     "can't Tuesday, Thursday works",
                     "quiero cambiar mi cita",
                     "¿hay otra hora?",
                     "me gustaría reprogramar",
                     "¿podría ser el viernes?",
                     "necesito otra fecha"});
  none("reschedule",
       {"no need to reschedule", "don't move my appointment", "My insurance changed", "I changed my phone", "12"},
       digits);
}

TEST_CASE("START lifts a block, YES never does, and no sentence does from who has none") {
  ReplyContext out = letters;
  out.opted_out = true;
  all("start",
      {"START", "Unstop", "start!", "please resume messages", "I want to get the reminders again",
       "start texting me again", "sign me up again", "quiero recibir mensajes de nuevo"},
      out);
  none("start",
       {"YES", "yes please", "ok", "can we start at 10", "I start work at 9", "don't start texting me again",
        "when does it start?"},
       out);
  none("start", {"when do we start", "I want to receive messages by email", "start time?", "Yes"});
  CHECK(read("start") == "start");
}

TEST_CASE("who is asked for help or a name gets it") {
  all("help", {"HELP", "help!", "info", "Who is this?", "who are you", "What's this about?", "i need help", "AYUDA",
               "¿quién es usted?", "¿de qué se trata?"});
  none("help", {"can you help my son too", "thanks for your help", "any info on parking?"});
}

TEST_CASE("a reaction or an automatic answer means nothing by the words it quotes") {
  all("unclear", {"Liked “Reply C to confirm, X to cancel. Reply STOP to opt out.”",
                  "Loved \"Maple Dental: you have an appointment. Reply STOP to opt out\"", "Laughed at “STOP”",
                  "Removed a like from “Reply C to confirm, X to cancel. Reply STOP to opt out.”",
                  "👍 to “Maple Dental: Reply C to confirm, X to cancel. STOP to opt out.”",
                  "Reacted 👍 to “Reply C to confirm, X to cancel.”", "Auto-reply: I am out of office until Monday",
                  "This is an automated response. I cannot come to the phone.",
                  "I'm driving with Focus turned on. Reply STOP to end",
                  "Le encantó “Responda ALTO para no recibir mensajes por favor”"});
  CHECK(read("Stop sending these automated messages") == "stop");
  CHECK(read("You sent “Reply C to confirm, X to cancel, R to reschedule.” Stop texting me") == "stop");
}

TEST_CASE("long, odd and broken texts are read without harm") {
  CHECK(read(std::string(100'000, 'x')) == "unclear");
  CHECK(read("\xff\xfe\xc3") == "unclear");
  CHECK(read(std::string("\0\0", 2)) == "unclear");
  std::string long_story = "I was at the bus stop ";
  for (int i = 0; i < 200; ++i) long_story += "and then yes no maybe cancel ";
  CHECK(read(long_story) == "unclear");
  CHECK(read("stop" + std::string(3000, '!')) == "stop");
}

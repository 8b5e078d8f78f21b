// Word sets, and the wordings of stop, start and help in replies: English and Spanish, folded as reply_words.h folds.
// phrases.h has their syntax.
#pragma once

#include <string_view>

#include "outcome/phrases.h"

namespace courtesy::wordings {

inline constexpr WordSet sets[] = {
    {"me", "me us"},
    {"contacting",
     "text texts texting textin txt txts txting message messages messaging msg msgs sms contact contacting call calls "
     "calling email emails emailing mail send sending spam spamming bother bothering bugging harass harassing reminder "
     "reminders reminding notification notifications notifying alert alerts pinging"},
    {"messages",
     "text texts txt txts message messages msg msgs sms call calls email emails reminder reminders notification "
     "notifications alert alerts contact communication communications spam"},
    {"gap",
     "all the these those your this that with any from my sending fucking damn me us please w of automated auto "
     "automatic stupid annoying"},
    {"never", "dont never donot"},
    {"reach",
     "text txt message msg contact call email mail bother spam harass remind write phone ring sms notify ping bug"},
    {"when",
     "before after until till at during while on if late early unless in between today tonight tomorrow instead unless "
     "about"},
    {"day",
     "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun lunes "
     "martes miercoles jueves viernes sabado domingo"},
    {"schedule", "schedule calendar book books appointment appt slot agenda calendario cita citas horario"},
    {"waitlist", "waitlist waiting wait espera"},
    {"appointment", "appointment appointments appt appts apt visit booking slot cita citas"},
    {"polite",
     "please pls plz thanks thank thx ty you u so much very sorry gracias muchas mil favor por porfa porfavor smile lo "
     "siento disculpe disculpen perdon now already hi hello hola sir maam"},
    {"ask", "reply option number press text send letter answer choose choice responda respondo opcion numero letra"},
    // Spanish, asking others to do it or not.
    {"manden",
     "manden mande mandes mandar mandarme envien envie envies enviar enviarme escriban escriba escribas escribir "
     "escribirme contacten contacte contactes contactar contactarme molesten moleste molestes molestar molestarme "
     "texteen textee textees textear notifiquen llamen llame llames llamar llamarme hablen hable marquen spameen "
     "recuerden"},
    {"mensajes",
     "mensaje mensajes textos texto recordatorios recordatorio llamadas avisos notificaciones sms correos alertas"},
    {"quiten",
     "quitenme quiteme quitame borrenme borreme borrame saquenme saqueme sacame eliminenme elimineme eliminame "
     "remuevanme remuevame desuscribanme desuscribame desuscribirme"},
    {"quiten_algo", "quiten quite quita borren borre borra saquen saque eliminen elimine elimina"},
    {"make", "make attend"},
    {"hour", "1 2 3 4 5 6 7 8 9 10 11 12 8am 9am 10am 11am 12pm 1pm 2pm 3pm 4pm 5pm 6pm noon"},
    {"cancelar", "cancelar cancelarla cancele cancelen cancela cancelenla cancelela cancelemos"}};

/// The whole reply, but for politeness, is one of these.
inline constexpr std::string_view stop_alone[] = {"stop",
                                                  "stop stop",
                                                  "stop stop stop",
                                                  "stop all",
                                                  "stopall",
                                                  "stop it",
                                                  "stop this",
                                                  "stop that",
                                                  "just stop",
                                                  "quit it",
                                                  "unsubscribe",
                                                  "unsubscribe me",
                                                  "unsubscribe all",
                                                  "end",
                                                  "quit",
                                                  "optout",
                                                  "opt out",
                                                  "opt me out",
                                                  "optout all",
                                                  "revoke",
                                                  "remove",
                                                  "remove me",
                                                  "delete me",
                                                  "block",
                                                  "blocked",
                                                  "enough",
                                                  "no more",
                                                  "td",
                                                  "arret",
                                                  "arreter",
                                                  "arretez",
                                                  "desabonner",
                                                  "cancel all messages",
                                                  "alto",
                                                  "alto alto",
                                                  "parar",
                                                  "pare",
                                                  "paren",
                                                  "para",
                                                  "para ya",
                                                  "pare ya",
                                                  "paren ya",
                                                  "basta",
                                                  "ya basta",
                                                  "baja",
                                                  "de baja",
                                                  "dar de baja",
                                                  "darme de baja",
                                                  "dame de baja",
                                                  "denme de baja",
                                                  "deme de baja",
                                                  "detener",
                                                  "detengan",
                                                  "detenganse",
                                                  "no mas",
                                                  "ya no mas",
                                                  "fin",
                                                  "salir",
                                                  "terminar",
                                                  "desuscribir",
                                                  "desuscribirme",
                                                  "sair",
                                                  "стоп",
                                                  "停止",
                                                  "停",
                                                  "退订",
                                                  "取消订阅"};

/// A clause by itself, in whatever company.
inline constexpr std::string_view stop_clause[] = {
    "stop",     "please stop", "stop please",    "stop it",        "just stop",
    "stop now", "stop all",    "unsubscribe",    "unsubscribe me", "please unsubscribe me",
    "optout",   "opt out",     "opt me out",     "alto",           "alto por favor",
    "basta",    "ya basta",    "leave me alone", "no more texts",  "no more messages"};

/// Anywhere.
inline constexpr std::string_view stop_phrases[] = {
    "stop|quit|cease|discontinue|halt @gap? @gap? @gap? @contacting",
    "end|cancel @gap? @gap? text|sms|phone|reminder? "
    "texts|calls|messages|reminders|notifications|alerts|subscription|texting|messaging",
    "no|any more|further @messages",
    "dont|never send @me? any? more? @messages|anything|these|this|those|more|stuff|crap|shit",
    "do not send @me? any? more? @messages|anything|these|this|those|more|stuff|crap|shit",
    "dont|not want|wish|need any? more? your|these|the|this|those? any? more? @messages",
    "dont|not want|wish|need to|too get|receive|be|hear|getting ~2 "
    "@messages|from|contacted|texted|called|messaged|bothered|reminded",
    "no longer want|wish|need to? get|receive|be|hear|these|your|@messages", "leave @me|her|him|them alone|be",
    "lose|forget|delete|erase|remove my|this|our|the number|phone|info|information|data|name",
    "delete|forget|erase|remove|drop @me $", "delete|remove|drop|erase|scratch @me from|off|out",
    "take|get|pull|cross|scratch @me off|out",
    "take|get|pull|cross|scratch my|this|our phone|cell? number|name|phone|cell ~1 off|out|from", "get lost",
    "fuck off|you|u", "eff off", "f off", "piss off", "buzz off", "go away", "screw you|off|u", "shut up",
    "report|reporting|reported you|u|this|it|your|as|to", "blocking|blocked you|u|this|your",
    "this is spam|harassment|harassing", "^^ spam $$",
    "revoke|withdraw|withdrawing|revoking my|all|any consent|permission|authorization", "no consent",
    "not|dont consent|agree to", "not|never|didnt sign|signed up|subscribe|subscribed|ask|asked for",
    "not|never|didnt sign|signed up $", "no longer|not interested in receiving|getting ~1 @messages",
    "prefer|rather not to? get|receive|be|hear ~2 @messages|contacted|texted|called|from",
    "enough with|of the|these|your @messages|texting|calling", "^ please? no @messages please|pls|thanks|$",
    "^ please? dont|never @reach|disturb @me? please|pls|thanks|$",
    "^ please? do not @reach|disturb me|please|pls|thanks|$", "if you|u text|call|message|contact|email ~1 again",
    "make it|this|them stop", "never consented|subscribed", "cease and desist",
    // Spanish.
    "no|nunca|jamas me|nos mas? "
    "escriban|escriba|escribas|contacten|contacte|contactes|molesten|moleste|molestes|texteen|textee|textees|spameen|"
    "llamen|llame|llames|notifiquen",
    "no|nunca|jamas me|nos mas? manden|mande|mandes|envien|envie|envies "
    "mas|mensajes|nada|textos|sms|esto|eso|estos|esos|recordatorios|avisos",
    "no|nunca|jamas me|nos manden|mande|mandes|envien|envie|envies $",
    "no|nunca me|nos vuelvan|vuelva|vuelvas a @manden",
    "^ ya? no|nunca molesten|moleste|molestes|escriban|contacten|llamen|manden|envien mas|$",
    "dejen|deje|deja|dejar|dejenme|dejeme|dejame|paren|pare|para|parar de|con @me|los? "
    "@manden|mensajes|fastidiar|joder|acosar|mandarme|textearme|@mensajes",
    "dejenme|dejeme|dejame|dejennos en paz", "dejenme|dejeme|dejame tranquilo|tranquila|tranquilos|quieto|quieta",
    "@quiten", "@quiten_algo mi|este|el|ese numero|nombre|telefono|contacto|celular",
    "no quiero|queremos|deseo|deseamos|quisiera ~3 @mensajes", "no quiero|queremos|deseo que me|nos @manden",
    "no quiero|deseo recibir nada|mas", "no|ni mas @mensajes", "darme|darnos|denme|deme|dame|dar de baja",
    "alto a ~2 @mensajes", "detengan|detener|paren|pare|pararan|parar los|estos|esos|sus|de? @mensajes",
    "@cancelar ~2 suscripcion|@mensajes", "no @manden mas? @mensajes|mas",
    "quitar|borrar|sacar|eliminar|quitarme|borrarme|sacarme|eliminarme de ~2 lista|base|listado",
    "vayanse|vete al diablo|carajo"};

/// Words that mean stop wherever they stand, unless denied just before.
inline constexpr std::string_view stop_words[] = {"unsubscribe", "unsub", "unsubscribed", "opt me? out", "optout"};

/// Before `stop` at a clause's end: then it is the verb ("please just stop"), not the bus stop.
inline constexpr std::string_view stop_at_end[] = {
    "please|pls|plz|just|you|u|it|must|and|said|them|all|kindly|say stop $",
    "want|need|like|ask|asked|asking|tell|told|telling|begging|wish ~3 to stop $",
    "^^ yes|no|ok|k|okay|c|x|r|y|n|thanks|hi|hello|hey|sorry|omg|wtf|lol|dude|bro|ugh|si stop $",
    "^ stop it|this|that|these|those|now|already|immediately|everything|please|pls|asap|thanks $",
    "and|to|please|just|you|now stop "
    "it|this|that|these|those|now|already|immediately|everything|please|pls|asap|thanks $"};

/// Not a wish to be left alone at all times: who says when or how wants something else.
inline constexpr std::string_view reach_me[] = {
    "@never ever? again? please? @reach @me|this|here|anymore|again|my|back",
    "do not ever? again? please? @reach @me|this|here|anymore|again|my|back"};

inline constexpr std::string_view wrong_number[] = {
    "wrong number|person|guy|phone|contact|lady|man|patient|individual|num|no",
    "not the right person|number|phone",
    "this|that isnt ~1 phone|number|cell",
    "this|that is not ~1 phone|number|cell",
    "no longer has|have|uses|use|owns this|that|the number|phone",
    "doesnt|dont have|use|own this|that number|phone",
    "doesnt|dont|no longer live|lives here|there",
    "not your|a patient|client|customer here|there|of|at|$",
    "isnt|is not my|his|her|their|the|ana number|phone|cell right?",
    "not my|his|her|their number|phone|cell",
    "one|nobody ~2 by|with|named|called that|this|the name?",
    "no longer ~3 my|his|her|this number|phone",
    "numero|persona|telefono equivocado|equivocada|incorrecto|incorrecta|equivocados",
    "equivoco|equivocaron|equivocado|equivocada|equivoca|equivocan de numero|persona|telefono",
    "no es mi|su|el numero|telefono",
    "no soy la|esa|esta persona",
    "no soy quien|ese|esa",
    "aqui no vive|hay|esta"};

/// Who had the wrong number themselves tells a story.
inline constexpr std::string_view own_mistake[] = {
    "i|we|had|have called|dialed|dialled|rang|wrote|entered|gave|put|tried|had|have", "me equivoque",
    "this|that isnt|not a|the|my|good|best|working|preferred|main phone|number|cell"};

inline constexpr std::string_view do_not_know_you[] = {"dont|not know who|what|anyone|you",
                                                       "who is|are|tf|the this|you|hell|fuck", "no se quien|quienes",
                                                       "no los|lo|la conozco"};

inline constexpr std::string_view start_alone[] = {
    "start",     "unstop",         "restart",     "resume",   "subscribe", "resubscribe", "opt in",   "optin",
    "opt me in", "opt me back in", "start again", "comenzar", "empezar",   "iniciar",     "reanudar", "reactivar"};

/// Only from a number that has opted out.
inline constexpr std::string_view start_phrases[] = {
    "start|resume|restart|continue|begin the|my|your? "
    "sending|texting|messaging|reminding|reminders|messages|texts|notifications|again",
    "sign me up|back",
    "put|add me back",
    "opt me? back? in",
    "unblock|resubscribe|reactivate me|us|my|this?",
    "want|like|love|wish|need|id to? get|receive|have|start|resume|keep ~3 texts|messages|reminders|notifications|them",
    "want|like|need the|my|your texts|messages|reminders ~2 again|back",
    "quiero|queremos|deseo|quisiera|gustaria volver? a? recibir ~2 @mensajes",
    "volver a recibir",
    "reanuden|reanudar|reactiven ~2 @mensajes"};

inline constexpr std::string_view help_alone[] = {"help",
                                                  "help me",
                                                  "please help",
                                                  "please help me",
                                                  "info",
                                                  "information",
                                                  "more info",
                                                  "more information",
                                                  "need help",
                                                  "i need help",
                                                  "who is this",
                                                  "whos this",
                                                  "who is it",
                                                  "who are you",
                                                  "who dis",
                                                  "who this",
                                                  "who is texting me",
                                                  "whats this",
                                                  "what is this",
                                                  "what is this about",
                                                  "whats this about",
                                                  "what is this for",
                                                  "whats this for",
                                                  "what number can i call",
                                                  "what number do i call",
                                                  "what number should i call",
                                                  "whats your number",
                                                  "what is your number",
                                                  "what is your phone number",
                                                  "whats your phone number",
                                                  "your phone number",
                                                  "phone number",
                                                  "how do i contact you",
                                                  "how can i contact you",
                                                  "how do i reach you",
                                                  "how can i reach you",
                                                  "ayuda",
                                                  "ayudame",
                                                  "ayudenme",
                                                  "informacion",
                                                  "necesito ayuda",
                                                  "mas informacion",
                                                  "quien es",
                                                  "quien eres",
                                                  "quien es usted",
                                                  "quienes son",
                                                  "quien habla",
                                                  "quien escribe",
                                                  "que es esto",
                                                  "de que se trata",
                                                  "de que es esto",
                                                  "a que numero llamo",
                                                  "a que numero puedo llamar",
                                                  "cual es su numero",
                                                  "cual es su telefono"};

}  // namespace courtesy::wordings

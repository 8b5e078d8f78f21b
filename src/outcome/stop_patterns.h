// The wordings of a wish for no more contact: English and Spanish, folded as reply_words.h folds. phrases.h has their
// syntax, reply_patterns.h their sets.
//
// Nearly all are one of three sentences: an end of contact ("stop texting", "turn off reminders"), no contact ("no more
// texts", "don't call me"), or oneself taken out ("remove me", "block my number"). stop_wish.cpp asks of each place
// where one stands whether it is meant so.
#pragma once

#include <string_view>

namespace courtesy::wordings {

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
                                                  "cease",
                                                  "desist",
                                                  "halt",
                                                  "terminate",
                                                  "discontinue",
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
                                                  "block number",
                                                  "remove number",
                                                  "delete number",
                                                  "blacklist",
                                                  "mute",
                                                  "mute me",
                                                  "dnc",
                                                  "no contact",
                                                  "enough",
                                                  "enough already",
                                                  "knock it off",
                                                  "cut it out",
                                                  "no more",
                                                  "never again",
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
                                                  "ya pare",
                                                  "ya paren",
                                                  "parenle",
                                                  "ya parenle",
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
                                                  "nunca mas",
                                                  "fin",
                                                  "salir",
                                                  "terminar",
                                                  "silenciar",
                                                  "bloquear",
                                                  "desactivar",
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

/// Anywhere, where it is meant.
inline constexpr std::string_view stop_phrases[] = {
    // An end of contact.
    "stop|quit|cease|discontinue|halt @gap? @gap? @gap? @contacting",
    "end|cancel @gap? @gap? text|sms|phone|reminder? "
    "texts|calls|messages|reminders|notifications|alerts|subscription|texting|messaging",
    "turn|switch|shut|cut off @gap? @gap? @messages", "turn|switch|shut @gap? @gap? @messages off",
    "mute|silence|disable|deactivate|suspend|pause|kill @gap? @gap? @messages",
    "enough with|of the|these|your @messages|texting|calling", "^ please? make it|this|them stop",
    "asked|told|begged you|u|yall|them to stop", "turn|switch|shut these off",
    "end|cancel|discontinue text|texting|sms|message|messaging|reminder|notification service",
    "if you|u dont|cant stop|quit|cease", "how do|can i|we stop getting|receiving|these|$",
    "sick|tired|done of|with all|these|your|getting|receiving ~1 @messages", "cease and desist",
    // No contact.
    "no more|further @gap? @messages", "dont|not keep @contacting",
    "dont|never send @me? any? more? @messages|anything|these|this|those|more|stuff|crap|shit",
    "do not send @me? any? more? @messages|anything|these|this|those|more|stuff|crap|shit",
    "dont|not want|wish|need any? more? your|these|the|this|those? any? more? @messages",
    "dont|not want|wish|need to|too get|receive|be|hear|getting ~2 "
    "@messages|from|contacted|texted|called|messaged|bothered|reminded",
    "dont|not want|wish|need to be on your|this|the|that|any mailing|contact|call|calling|text|texting|phone? list",
    "no longer want|wish|need to? get|receive|be|hear|these|your|@messages",
    "longer|not interested in receiving|getting ~1 @messages",
    "prefer|rather not to? get|receive|be|hear ~2 @messages|contacted|texted|called|from",
    "^ please? dont use this|my number", "do not use this|my number", "not|no call|contact|text|disturb list|registry",
    "leave @me alone|be", "^ please? leave her|him|them alone|be", "this is spam|harassment|harassing", "^^ spam $$",
    "report|reporting|reported you|u", "report|reporting|reported this|it|your|them ~2 as|spam|harassment|scam|number",
    "sue|suing|lawyer|attorney|police|legal|court|complaint|block|report ~6 if you|u ~2 @contacting",
    "revoke|withdraw|withdrawing|revoking my|all|any consent|permission|authorization", "no consent given|to|$",
    "never|didnt|not gave|give ~2 consent|permission $", "never|didnt|not gave|give ~3 to @reach @me",
    "not|dont consent|agree to", "not|never|didnt sign|signed up $",
    "not|never|didnt sign|signed up for @gap? this|these|it|that|anything|@messages|$", "never consented|subscribed",
    "not|never|didnt ask|asked|subscribe|subscribed for|to @gap? @gap? @messages",
    "not|never|didnt ask|asked|subscribe|subscribed for|to this|these $", "^ please? just? go away", "^ get lost",
    "fuck off|you|u", "eff off", "f off", "piss off", "buzz off", "screw you|off|u", "^ shut up",
    "i|im|am|we|be|get|getting|ive blocking|blocked you|u|this|your", "^ blocking|blocked you|u|this|your",
    // Spanish.
    "no|nunca|jamas me|nos mas? "
    "escriban|escriba|escribas|contacten|contacte|contactes|molesten|moleste|molestes|texteen|textee|textees|spameen|"
    "llamen|llame|llames|notifiquen",
    "no|nunca|jamas me|nos mas? manden|mande|mandes|envien|envie|envies "
    "mas|mensajes|nada|textos|sms|esto|eso|estos|esos|recordatorios|avisos",
    "no|nunca|jamas me|nos manden|mande|mandes|envien|envie|envies $",
    "no|nunca me|nos? vuelvan|vuelva|vuelvas a @manden",
    "^ por? favor? favor? de? ya? no|nunca @manden mas|por|gracias|$", "no @manden mas? @mensajes|mas|nada",
    "lista|listado ~1 no molestar|llamar|contactar",
    "dejen|deje|deja|dejar|dejenme|dejeme|dejame|paren|pare|para|parar de|con @me|los? "
    "@manden|mensajes|fastidiar|joder|acosar|mandarme|textearme|@mensajes",
    "dejar de recibir ~2 @mensajes", "dejenme|dejeme|dejame|dejennos en paz",
    "dejenme|dejeme|dejame tranquilo|tranquila|tranquilos|quieto|quieta",
    "no quiero|queremos|deseo|deseamos|quisiera|necesito ~3 @mensajes", "no quiero|queremos|deseo que me|nos @manden",
    "no quiero|deseo recibir nada|mas|esto|estos",
    "no me|nos esten|este|estes llamando|escribiendo|mandando|enviando|molestando",
    "dejen|deje|paren|pare de estar|seguir llamando|escribiendo|mandando|enviando|molestando",
    "no ~2 interesa|interesado|interesada en? recibir ~2 @mensajes", "no|ni mas @mensajes",
    "darme|darnos|denme|deme|dame|dar|doy de baja", "solicito|pido|quiero la|mi baja $",
    "los|las|les|te voy|vamos a bloquear|reportar|denunciar", "^ numero? bloqueado|bloqueada|bloqueados $",
    "no autorizo|acepto ~3 @mensajes", "revoco|retiro mi|el|cualquier consentimiento|permiso|autorizacion",
    "no doy mi|el? consentimiento|permiso|autorizacion", "alto a ~2 @mensajes",
    "paren|pare|pararan|parar los|estos|esos|sus|de? @mensajes",
    "@apaguen todos|todas? los|las|estos|estas|esos|esas|sus|mis? @mensajes", "@cancelar ~2 suscripcion|@mensajes",
    "vayanse|vete al diablo|carajo"};

/// A clause that says no more than this, where no other says that it is for a while.
inline constexpr std::string_view bare_refusals[] = {"^ please? no @messages @messages? please|pls|thanks|$",
                                                     "^ please? dont|never @reach|disturb @me? please|pls|thanks|$",
                                                     "^ please? do not @reach|disturb @me? please|pls|thanks|$"};

/// Oneself taken out, where it is meant and not of the schedule.
inline constexpr std::string_view removal_phrases[] = {
    "delete|forget|erase|remove|drop|block|blacklist|unlist|unenroll @me please|pls|now|already|$",
    "delete|remove|erase|exclude|unlist|unenroll|block @me from|off|out",
    "drop|scratch @me from|off ~3 list|system|database",
    "delete|remove|erase|drop|block|blacklist my|this|our|the phone|cell? number|info|information|data|name",
    "delete|remove|erase my|this|our phone|cell",
    "delete|erase|block my contact",
    "lose|forget my|this|our number",
    "take|get|pull|cross|scratch @me off please|pls|now|$",
    "take|get|pull|cross|scratch @me off|out of? ~3 list|lists|system|database|records|contacts|@messages",
    "take|get|pull|cross|scratch my|this|our phone|cell? number|name|phone|cell ~1 off|out|from",
    "take off|out my|this|our number|name",
    "delete|remove|take|erase ~1 from|off ~3 list|lists|system|database",
    "off your|the|this list|lists",
    "borrar|quitar|eliminar|bloquear mi|este numero|telefono",
    "@quiten de|del|ya|por|gracias|$",
    "@quiten_algo mi|este|el|ese numero|nombre|telefono|contacto|celular",
    "quitar|borrar|sacar|eliminar|quitarme|borrarme|sacarme|eliminarme de ~2 lista|base|listado"};

/// Words that mean stop wherever they stand, unless denied just before.
inline constexpr std::string_view stop_words[] = {"unsubscribe", "unsub",      "unsubscribed", "unsubscribing",
                                                  "opt me? out", "opting out", "optout"};

/// Around `stop` as the verb ("please just stop"), not the bus stop.
inline constexpr std::string_view stop_at_end[] = {
    "can|may stop now|already", "please|pls|plz|just|you|u|must|and|said|them|all|kindly|say stop $",
    "^^ yes|no|ok|k|okay|c|x|r|y|n|thanks|hi|hello|hey|sorry|omg|wtf|lol|dude|bro|ugh|si stop $",
    "^ stop it|this|that|these|those|now|already|immediately|everything|please|pls|asap|thanks $",
    "and|to|please|just|you|now stop "
    "it|this|that|these|those|now|already|immediately|everything|please|pls|asap|thanks $"};

/// The same, where nothing is asked about.
inline constexpr std::string_view wish_to_stop[] = {
    "want|need|like|ask|asked|asking|tell|told|telling|begging|wish ~3 to stop $"};

/// Who says when or how wants something else.
inline constexpr std::string_view reach_me[] = {
    "@never ever? again? please? @reach @me|this|here|anymore|again|my|back",
    "do not ever? again? please? @reach @me|this|here|anymore|again|my|back"};

}  // namespace courtesy::wordings

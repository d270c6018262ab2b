package sevenlayers.dns.reply;

import static sevenlayers.dns.message.Reason.rfc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.dns.cache.Rank;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.message.RecordSet;

/** Reads the three sections of a reply: what they say together, and which of it this server may say (RFC 1034 §5.3.3, RFC 2181 §5.4.1). */
final class Sections {
    private final Asked asked;
    private final int rcode;
    private final boolean authoritative;
    private final boolean recursive;
    private final Chain chain;
    private final List<RecordSet> authority;
    private final List<RecordSet> additional;
    private final List<Judgement.Kept> kept = new ArrayList<>();
    private final List<Judgement.Scrubbed> scrubbed = new ArrayList<>();

    /** @param recursive whether the server offers to ask others: what it says without AA is then from its cache */
    Sections(Asked asked, Message message, boolean authoritative, boolean recursive) {
        this.asked = asked;
        this.rcode = message.getRcode();
        this.authoritative = authoritative;
        this.recursive = recursive;
        this.chain = new Chain(asked, RecordSet.gather(message.getSection(Section.ANSWER)));
        this.authority = RecordSet.gather(message.getSection(Section.AUTHORITY));
        this.additional = RecordSet.gather(message.getSection(Section.ADDITIONAL));
    }

    Judgement judge() {
        Reply reply = says();
        if (reply instanceof Reply.Lame) {
            return Judgement.of(reply); // nothing that it says is worth anything
        }
        keepChain();
        keepServers(reply);
        for (RecordSet set : chain.rest()) {
            if (set.type() != Type.RRSIG) {
                scrub(
                        set,
                        rfc(
                                2181,
                                "5.4.1",
                                "it is no part of the chain from " + asked.name() + " within " + asked.zone()));
            }
        }
        return new Judgement(reply, List.copyOf(kept), List.copyOf(scrubbed));
    }

    private Reply says() {
        List<RecordSet> links = chain.links();
        if (!authoritative && asked.authority() == Asked.Authority.SERVER) {
            boolean silent = links.isEmpty() && chain.records().isEmpty() && rcode == Rcode.NOERROR;
            if (silent && soa().isEmpty()) {
                return referral();
            }
            // Some servers forget AA. One that has RA set, too, is a resolver: it repeats what it heard from others.
            if (recursive) {
                return lame(
                        rfc(1034, "4.2.1", "it answers without AA, and with RA: it is no server of " + asked.zone()));
            }
        }
        if (chain.tooLong()) {
            return new Reply.TooLong(links, rfc(6672, "2.2", "the DNAME makes a name of more than 255 bytes"));
        }
        if (rcode == Rcode.YXDOMAIN) {
            return lame(rfc(6672, "2.2", "YXDOMAIN, and no DNAME that makes too long a name"));
        }
        if (chain.records().isPresent()) {
            return new Reply.Answer(links, chain.records().get(), rfc(1034, "5.3.3", "it has what was asked for"));
        }
        Optional<RecordSet> soa = soa();
        boolean believed = chain.end().subdomain(asked.zone()) && (links.isEmpty() || soa.isPresent());
        if (!believed) {
            return new Reply.Alias(links, chain.end(), rfc(1034, "3.6.2", "an alias leads to " + chain.end()));
        }
        if (rcode == Rcode.NXDOMAIN) {
            return new Reply.NxDomain(links, chain.end(), soa, rfc(2308, "2.1", chain.end() + " does not exist"));
        }
        if (soa.isEmpty() && servers().isPresent()) {
            return referral(); // some set AA on a referral
        }
        return new Reply.NoData(
                links, chain.end(), soa, rfc(2308, "2.2", chain.end() + " has no " + Type.string(asked.type())));
    }

    private Reply referral() {
        Optional<RecordSet> servers = servers();
        if (servers.isPresent()) {
            return new Reply.Referral(
                    servers.get(),
                    glue(servers.get()),
                    rfc(1034, "4.3.2", servers.get().name() + " has servers of its own"));
        }
        Optional<RecordSet> elsewhere =
                authority.stream().filter(set -> set.type() == Type.NS).findFirst();
        return lame(
                elsewhere.isPresent()
                        ? rfc(
                                1034,
                                "5.3.3",
                                "it refers to " + elsewhere.get().name() + ", no closer to " + asked.name() + " than "
                                        + asked.zone())
                        : rfc(1034, "4.2.1", "it neither answers nor refers"));
    }

    /** A referral leads down: to a zone below the one asked for, and towards the name. */
    private Optional<RecordSet> servers() {
        return authority.stream()
                .filter(set -> set.type() == Type.NS
                        && between(set.name())
                        && !set.name().equals(asked.zone()))
                .findFirst();
    }

    private boolean between(Name name) {
        return name.subdomain(asked.zone()) && asked.name().subdomain(name);
    }

    private Optional<RecordSet> soa() {
        return authority.stream()
                .filter(set -> set.type() == Type.SOA
                        && set.name().subdomain(asked.zone())
                        && chain.end().subdomain(set.name()))
                .findFirst();
    }

    private Reply lame(Reason why) {
        return new Reply.Lame(rcode, why);
    }

    private void keepChain() {
        Rank rank = authoritative ? Rank.AUTHORITATIVE : Rank.ANSWER;
        List<RecordSet> all = new ArrayList<>(chain.links());
        chain.records().ifPresent(all::add);
        for (RecordSet set : all) {
            // A CNAME made from a DNAME is made again for each that asks.
            if (set.type() != Type.CNAME || !synthesised(set)) {
                kept.add(new Judgement.Kept(set, rank));
            }
            if (set.type() == Type.CNAME) {
                // RFC 2181 §5.4.1: only what describes the alias itself is authoritative for certain; what follows may
                // be from the server's cache.
                rank = Rank.ANSWER;
            }
        }
    }

    private boolean synthesised(RecordSet cname) {
        int at = chain.links().indexOf(cname);
        return at > 0 && chain.links().get(at - 1).type() == Type.DNAME;
    }

    private void keepServers(Reply reply) {
        List<RecordSet> named = new ArrayList<>();
        // RFC 8109 §4.2: whoever asks for the servers of a zone gets their addresses, too.
        chain.records().filter(set -> set.type() == Type.NS).ifPresent(named::add);
        for (RecordSet set : authority) {
            if (set.type() == Type.NS && reply instanceof Reply.Referral referral && set.equals(referral.servers())) {
                kept.add(new Judgement.Kept(set, Rank.REFERRAL));
                named.add(set);
            } else if (set.type() == Type.NS && between(set.name()) && !(reply instanceof Reply.Referral)) {
                kept.add(new Judgement.Kept(set, authoritative ? Rank.AUTHORITY : Rank.REFERRAL));
                named.add(set);
            } else if (set.type() == Type.NS || (set.type() == Type.SOA && soa().isEmpty())) {
                scrub(
                        set,
                        rfc(2181, "5.4.1", "a server of " + asked.zone() + " has no say in this for " + asked.name()));
            }
        }
        List<RecordSet> glue =
                named.stream().flatMap(set -> glue(set).stream()).distinct().toList();
        glue.forEach(set -> kept.add(new Judgement.Kept(set, Rank.ADDITIONAL)));
        for (RecordSet set : additional) {
            if (!glue.contains(set) && set.type() != Type.RRSIG) {
                scrub(
                        set,
                        set.name().subdomain(asked.zone())
                                ? rfc(2181, "5.4.1", "nobody asked for it, and no server has this name")
                                : rfc(5452, "6", "a server of " + asked.zone() + " has no say in " + set.name()));
            }
        }
    }

    /** RFC 9471 §2: addresses that came with the names of servers, as far as they lie in the zone of whoever sent them. */
    private List<RecordSet> glue(RecordSet servers) {
        Set<Name> names = new HashSet<>();
        servers.records().forEach(record -> names.add(((NSRecord) record).getTarget()));
        return additional.stream()
                .filter(set -> set.type() == Type.A || set.type() == Type.AAAA)
                .filter(set -> names.contains(set.name()) && set.name().subdomain(asked.zone()))
                .toList();
    }

    private void scrub(RecordSet set, Reason why) {
        scrubbed.add(new Judgement.Scrubbed(set, why));
    }
}

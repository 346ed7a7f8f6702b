//! What a change may do, as data.

use crate::rule::rules;

rules! {
    DESTROYS_DATA Critical High "data-loss" 0
        "The change destroys what holds data"
        "What is deleted takes its data with it; a replacement begins empty."
        "Keep the resource (prevent_destroy, DeletionPolicy: Retain), or take a snapshot and move the data first."
    MAY_DESTROY_DATA High Medium "data-loss" 0
        "The change forces a replacement of what holds data"
        "This property cannot be changed in place: the old one is deleted and a new one begins empty."
        "Restore from a snapshot into the new one, or leave the property as it is."
    DESTROYS_PROTECTION High High "monitoring" 778
        "The change removes what watches or guards"
        "Without it an intrusion or an outage goes unnoticed."
        "Keep it, or name what takes its place."
    DESTROYS_UNKNOWN High Medium "data-loss" 0
        "The change destroys what may hold data"
        "It is of no type that is known to be free of data; what is deleted takes its data with it, and a replacement begins empty."
        "Make sure that nothing in it is needed, or keep it."
    DESTROYS_RESOURCE Low High "availability" 0
        "The change deletes a resource"
        "Whoever still uses it fails from now on."
        "Make sure that nothing refers to it."
    CHANGES_MODULE Medium Medium "data-loss" 0
        "The change takes a module from elsewhere"
        "What it builds is not shown; what the old one built and the new one does not is destroyed."
        "Look at the plan, and move what lives on with moved blocks."
    LOSES_STATE High High "data-loss" 0
        "The change keeps the state of Terraform where it is lost"
        "Without its state what runs is managed by nobody, and built a second time."
        "Keep the state in a backend that others share."
    LEAVES_STATE Medium High "data-loss" 0
        "The change looks for the state of Terraform elsewhere"
        "Unless it is moved first, everything is built a second time, and what runs is managed by nobody."
        "Move the state (terraform init -migrate-state) and say so."
    DELETES_ALL High Medium "data-loss" 0
        "The change lets all that lies in a bucket be deleted"
        "What is older goes within a day, and is not had back."
        "Name the prefix that is meant, or keep old versions."
    DELETES_SOONER Medium High "data-loss" 0
        "The change lets more be deleted, or sooner"
        "What is older goes, and is not had back."
        "Make sure that nobody needs it any more."
    LOSES_DELETION_PROTECTION High High "deletion-protection" 0
        "The change takes away the protection against deletion"
        "The next mistake deletes it for good."
        "Leave the protection on; take it off only in the change that deletes."
    LOSES_BACKUP High High "backup" 0
        "The change ends or shortens backups"
        "What is lost later than the last backup cannot be had back."
        "Keep the retention as it was."
    LOSES_ENCRYPTION High High "encryption-at-rest" 311
        "The change turns encryption or the rotation of its keys off"
        "Whoever gets at the storage reads everything."
        "Leave encryption on."
    LOSES_LOGGING Medium High "logging" 778
        "The change ends or shortens logs"
        "What happened cannot be found out later."
        "Keep the logs and their retention."
    LOSES_AVAILABILITY Medium High "availability" 0
        "The change takes away a reserve"
        "One failed machine or zone now stops the service."
        "Keep the second instance or zone."
    STOPS_SERVICE High High "availability" 0
        "The change leaves nothing running"
        "Nobody answers from now on."
        "Keep at least one, or delete the service if that is meant."
    LOSES_PROBES Medium High "availability" 0
        "The change removes all probes of a container"
        "One that hangs stays, and one that is not ready gets requests."
        "Keep a readiness and a liveness probe."
    CHANGES_IMMUTABLE Medium High "availability" 0
        "The change alters what cannot be altered in place"
        "The cluster refuses it; whoever deletes the object first stops its pods."
        "Make a new object under another name, and take the old one away when nobody uses it."
    NAME_TAKEN Medium High "availability" 0
        "The change builds under a name that is taken"
        "What is let go of keeps its name, so the deployment fails and is rolled back."
        "Keep the logical id, import the old one, or choose another name."
    LOSES_ISOLATION High High "privileged" 250
        "The change loosens the isolation of a container"
        "A process that breaks out of its program has more of the machine to itself."
        "Leave the restriction in place."
    LOSES_LIMITS Low High "resource-limits" 770
        "The change removes limits or probes"
        "One container can starve its neighbours, and a hung one is not noticed."
        "Keep limits and probes."
    WIDENS_EXPOSURE High High "public-exposure" 284
        "The change opens it to the internet"
        "Everybody can now try to connect or to read."
        "Name the networks that need it."
    WIDENS_NETWORK Medium High "public-exposure" 284
        "The change opens it to a larger network"
        "More machines can now connect than before."
        "Name the smallest network that needs it."
    WIDENS_PERMISSION High High "least-privilege" 269
        "The change grants far more permissions"
        "A stolen credential of this role can do all of that."
        "Name the actions, resources and principals that are needed."
    LOSES_DENIAL High High "least-privilege" 269
        "The change allows what a policy forbade"
        "Whatever grants it elsewhere holds from now on."
        "Keep the statement that denies, or name what takes its place."
    WIDENS_TRIGGER High High "injection" 829
        "The change lets outsiders start a workflow that has secrets"
        "A pull request from a fork runs with the rights of the repository."
        "Use pull_request, or keep code from the fork out of this workflow."
    LOSES_PIN Medium High "pinning" 829
        "The change loosens a pinned version"
        "What runs can from now on change without a change here."
        "Keep the digest or the exact version."
    LOCK_CHECKSUM_CHANGED High High "supply-chain" 494
        "The change gives a package of the same version another checksum"
        "A published version never changes: what is installed is something else."
        "Find out who has changed it, and install it again from the usual registry."
    LOCK_CHECKSUM_GONE Medium High "supply-chain" 353
        "The change takes the checksum of a package away, or for a weaker one"
        "What is installed is not known to be what was locked."
        "Install it again so that the checksum is written."
    LOCK_PLACE_CHANGED High Medium "supply-chain" 829
        "The change takes packages from another place"
        "Whoever owns that place decides what is installed."
        "Make sure that the place is meant, for each of them."
    LOCK_RUNS_NEWLY Medium Medium "supply-chain" 506
        "The change lets a package run a program when it is installed"
        "It did not before; that is how packages that were taken over act."
        "Look at what it runs, or install without such programs."
    SQL_UPDATE_WITHOUT_WHERE Critical High "data-loss" 0
        "UPDATE without WHERE"
        "Every row of the table is rewritten and the former values are lost; the table is locked meanwhile."
        "Name the rows, and go in batches if all are meant."
    SQL_DELETE_WITHOUT_WHERE Critical High "data-loss" 0
        "DELETE without WHERE"
        "Every row of the table is deleted."
        "Name the rows."
    SQL_DROPS_DATA High High "data-loss" 0
        "The migration drops data"
        "It cannot be undone without a backup, and what still runs on the old schema fails."
        "Stop using it first, keep it for one release, take a backup, then drop it."
    SQL_DROPS_CASCADE Medium High "data-loss" 0
        "The migration drops whatever depends on it"
        "CASCADE takes views, functions, defaults and foreign keys with it that this file does not name."
        "Drop what depends on it by name, without CASCADE."
    SQL_GRANTS_ALL Medium High "least-privilege" 269
        "The migration grants everything, or something to everybody"
        "An account that is taken over can do all of that."
        "Grant the verbs that are needed to the role that needs them."
    SQL_ROW_SECURITY_OFF High High "least-privilege" 284
        "The migration turns row security off"
        "Whoever may read the table reads every row of it, those of other tenants too."
        "Leave row security on and forced; change the policy that stands in the way."
    SQL_POLICY_DROPPED Medium High "least-privilege" 284
        "The migration drops a policy of row security"
        "What it kept apart is shown, or hidden from those who need it."
        "Make the policy that takes its place in the same migration."
    SQL_GRANTS_POWER High High "least-privilege" 269
        "The migration grants the rights of an administrator"
        "Such a role passes by every rule of the database, and may reach the machine."
        "Grant what is needed on the tables that need it."
    SQL_RUNS_PROGRAM High High "injection" 78
        "The migration runs a program of the server or writes its files"
        "It acts on the machine with the rights of the database."
        "Move data with the client (\\copy), and run programs outside of the database."
    SQL_SERVER_CHANGED Medium High "governance" 15
        "The migration changes the settings of the server"
        "They hold for every database of it, and stay when the migration is undone."
        "Set it for the role or the database, or where servers are configured."
    SQL_TRIGGERS_OFF Medium High "governance" 693
        "The migration turns triggers off"
        "Foreign keys, audits and checks that are triggers see nothing of what is written meanwhile."
        "Leave them on; write what they allow."
    SQL_LOSES_COPY High High "data-loss" 0
        "The migration takes away what data is restored or copied from"
        "After a crash the table is empty, or a replica and a restore to a point in time miss what was written."
        "Leave the table and its logs as they are; end a replica only when nobody follows it."
    SQL_LOCKS_TABLE Medium High "availability" 0
        "The migration keeps everybody else from a table"
        "All that reads or writes it waits until the statement or the transaction is over."
        "Rewrite it beside the old one (pg_repack, pt-online-schema-change), or lock for a moment with lock_timeout."
    SQL_UNTRUSTED_LANGUAGE High High "injection" 94
        "The migration lets code or files outside of the database be used"
        "Code in such a language does what the account of the server may do."
        "Use a trusted language, or run the code outside of the database."
    SQL_DEFINER_WITHOUT_PATH Medium High "injection" 426
        "A function with the rights of its owner does not say where it looks for names"
        "Whoever calls it lets it find a table or function of the same name of his own."
        "SET search_path = pg_catalog, pg_temp (or the schema that it needs) on the function."
}

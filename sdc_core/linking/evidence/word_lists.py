"""Words that point to nobody: titles, accounts of roles, everyday words of notes and tickets."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HONORIFICS = _words("""
    cpa dame dds dr esq father fr hon jr lady lord md miss mr mrs ms mx phd prof rev sir sister
    sr
""")

# Accounts and roles that nobody's name stands behind; with those that Windows, macOS and Linux
# make themselves (learn.microsoft.com: local accounts; `root`, `ubuntu`, `pi` of distributions).
NOBODY = _words("""
    abuse accounting accounts accountspayable admin administrator assistant backoffice backup
    bar billing board boss cashier client computer conference contact copier customer default
    defaultaccount defaultuser defaultuser0 demo desk desktop dispatch domainadmin email
    employee enquiries fax finance front frontdesk frontoffice general guest hello help helpdesk
    home hostmaster hr info inquiries it kiosk kitchen laptop localadmin localservice
    localsystem mail main manager marketing msp na networkservice new none noreply null office
    office365 old oracle orders owner payroll pc pi pos postmaster print printer public
    quickbooks reception receptionist register root sales scan scanner scans security server
    service services shop sql sqladmin staff store student superuser support svc sysadmin system
    teacher team tech technician techs temp test tester testing tmp training ubuntu unknown user
    users veeam visitor warehouse wdagutilityaccount webmaster workstation
""")

# A name made of these alone is no mention: chosen by hand from what technicians write of devices,
# programs, places and days, and from the commonest words in names of companies.
EVERYDAY = _words("""
    access account accounts action active address admin alert alerts all america american
    android app apple application area automatic back backup bank basic best better big black
    blue board box business cable call camera care case cell center central change check chicago
    choice city class clean client close cloud club code company computer computers connect
    connection contact control copy corner country creative credit custom customer daily data
    database day default desk desktop device digital direct display dock document domain door
    double down drive driver east easy edge email emergency empire end energy error excel
    exchange exclusive expert express external fast file files final firewall first five fix
    floor food form four free fresh front full game general global gold golden good google grand
    great green ground group guest hardware health help hi high home hot hotel house image
    important info install internal international internet invoice issue item job just key
    kitchen laptop last life light line list live local location lock log login logistics long
    mail main manager market master match meeting memory menu micro microsoft mobile modern
    monday monitor more mouse move natural network new news next nice night north note notes now
    number office old one online open optimum option order outlook outside parts password patch
    payment people perfect phone pick place plus point power premier premium present print
    printer pro problem process product program project prompt proper protection public quality
    quick quickbooks ready real recovery red remote repair report reset restart restore right
    router royal safe sales save scan scanner school second secure security select server
    service services session setup shared shop side sign signal simple site smart social
    software solution solutions sound source south space special speed spot square standard star
    start state station stock stop storage store street strong summit super supplies supply
    support switch sync syncro system systems table target task team tech technology test the
    three ticket time title today tool top total touch track training travel trust two unique
    unit united universal update upgrade us usa user vendor video view vision vista voice
    warehouse water way web website week west white wifi window windows wireless word work works
    world yellow yesterday zone zoom
""")

# What machines are for, as technicians name them.
ROLES = _words("""
    accounting ad admin app back backup bar billing classroom computer conference db dc dell
    desktop dt esxi exch file firewall front frontdesk fs home host hp hv imac kiosk kitchen lab
    laptop lenovo loaner lt mac macbook mail manager nas nb new node notebook office old owner
    pc pos print printer rdp rds reception register router sales scanner server shop spare sql
    srv surface svr switch tab tablet temp test training ts user vm warehouse web win wk wks
    workstation ws
""")
